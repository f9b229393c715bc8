/* Tests of the rules: dates, times, sums and numbers in short phrases, with their normal forms. */
#include "rows_test.h"

static const struct row dates[] = {
    {"It began on June 27, 2016.", "DATE June 27, 2016=2016-06-27"},
    {"It began on 27 June 2016.", "DATE 27 June 2016=2016-06-27"},
    {"On the 3rd of May it rained.", "DATE 3rd of May=XXXX-05-03"},
    {"It runs May 10-11 in town.", "DATE May 10-11=XXXX-05-10/XXXX-05-11"},
    {"From June 27 to July 3, 2016 it ran.", "DATE June 27 to July 3, 2016=2016-06-27/2016-07-03"},
    {"Signed Monday, June 27, at noon", "DATE Monday, June 27=XXXX-06-27|TIME noon=T12:00"},
    {"in June 2016", "DATE June 2016=2016-06"},
    {"in early August", "DATE early August=XXXX-08"},
    {"in mid-September", "DATE mid-September=XXXX-09"},
    {"since Jan. 5", "DATE Jan. 5=XXXX-01-05"},
    {"between 2017 and 2019", "DATE between 2017 and 2019=2017/2019"},
    {"the 2017-2018 season", "DATE 2017-2018=2017/2018"},
    {"the 2013-14 budget", "DATE 2013-14=2013/2014"},
    {"in the 1990s", "DATE 1990s=199X"},
    {"the early 1980s were", "DATE early 1980s=198X"},
    {"music of the '60s", "DATE '60s=196X"},
    {"a 19th-century house", "DATE 19th-century=18XX"},
    {"in the 20th century", "DATE 20th century=19XX"},
    {"summer of 2015", "DATE summer of 2015=2015-22"},
    {"the first quarter of 2020", "DATE first quarter of 2020=2020-33"},
    {"on 2016-06-27 and 27.06.2016", "DATE 2016-06-27=2016-06-27|DATE 27.06.2016=2016-06-27"},
    {"on 08/16/2000 and 03/04/2001", "DATE 08/16/2000=2000-08-16|DATE 03/04/2001=unresolved"},
    {"He came three years ago and left.", "DATE three years ago=unresolved"},
    {"for two decades", "DATE two decades=P20Y"},
    {"a 34-year-old man, 12 years old then", "DATE 34-year-old=P34Y|DATE 12 years old=P12Y"},
    {"over the past two years", "DATE past two years=P2Y"},
    {"after recent weeks, in the coming months",
     "DATE recent weeks=unresolved|DATE coming months=unresolved"},
    {"a two-day visit", "DATE two-day=P2D"},
    {"They may march in step, she will.", ""},
    {"June Smith met April Jones", ""},
    {"2000 people came in 2000", "CARDINAL 2000=2000|DATE 2000=2000"},
};
Test(rules, dates) { CHECK_ALL(dates, NULL, rule_labels, 0); }

static const struct row relative[] = {
    {"He spoke on Monday.", "DATE Monday=2016-06-27"},
    {"He spoke on Tuesday.", "DATE Tuesday=2016-06-28"},
    {"He spoke last Tuesday.", "DATE last Tuesday=2016-06-21"},
    {"He will speak on Friday.", "DATE Friday=2016-07-01"},
    {"He speaks next Wednesday.", "DATE next Wednesday=2016-06-29"},
    {"today, yesterday and tomorrow",
     "DATE today=2016-06-28|DATE yesterday=2016-06-27|DATE tomorrow=2016-06-29"},
    {"last week", "DATE last week=2016-06-20/2016-06-26"},
    {"last month and this year", "DATE last month=2016-05|DATE this year=2016"},
    {"three years ago", "DATE three years ago=2013"},
    {"two days ago", "DATE two days ago=2016-06-26"},
    {"a decade ago", "DATE a decade ago=2006"},
    {"a month ago", "DATE a month ago=2016-05"},
    {"last June", "DATE last June=2015-06"},
    {"next March", "DATE next March=2017-03"},
    {"last summer", "DATE last summer=2015-22"},
    {"late last year", "DATE late last year=2015"},
    {"Monday night and this morning", "TIME Monday night=unresolved|TIME this morning=unresolved"},
    {"in the third quarter", "DATE third quarter=2015-35"},
};
Test(rules, relative_dates_against_the_date_of_the_document) {
    CHECK_ALL(relative, "2016-06-28", rule_labels, 0);
}
Test(rules, relative_dates_without_a_date_are_unresolved) {
    static const struct row rows[] = {{"on Monday", "DATE Monday=unresolved"},
                                      {"last year", "DATE last year=unresolved"}};
    CHECK_ALL(rows, "not a date", rule_labels, 0);
    CHECK_ALL(rows, NULL, rule_labels, 0);
}

static const struct row money[] = {
    {"$24.5 billion", "MONEY $24.5 billion=24.5e9 USD"},
    {"US$69.05 a barrel", "MONEY US$69.05=69.05 USD"},
    {"EUR 3m and 20 USD", "MONEY EUR 3m=3e6 EUR|MONEY 20 USD=20 USD"},
    {"a $400-450 million deal", "MONEY $400-450 million=400e6 USD/450e6 USD"},
    {"$5 million to $6 million", "MONEY $5 million to $6 million=5e6 USD/6e6 USD"},
    {"\xe2\x82\xac"
     "15bn and \xc2\xa3"
     "64 million",
     "MONEY \xe2\x82\xac"
     "15bn=15e9 EUR|MONEY \xc2\xa3"
     "64 million=64e6 GBP"},
    {"five million dollars", "MONEY five million dollars=5e6 USD"},
    {"1,500 Kenyan shillings", "MONEY 1,500 Kenyan shillings=1500 KES"},
    {"63.4 billion shillings", "MONEY 63.4 billion shillings=unresolved"},
    {"50 cents", "MONEY 50 cents=0.5 USD"},
    {"Rs 500 crore", "MONEY Rs 500 crore=unresolved"},
    {"2 trillion tenge", "MONEY 2 trillion tenge=2e12 KZT"},
    {"a dollar a day", ""},
    {"hundreds of dollars", "MONEY hundreds of dollars=unresolved"},
};
Test(rules, money) { CHECK_ALL(money, NULL, rule_labels, 0); }

static const struct row numbers[] = {
    {"45% and 14.5 per cent", "PERCENT 45%=0.45|PERCENT 14.5 per cent=0.145"},
    {"forty-five percent", "PERCENT forty-five percent=0.45"},
    {"7-8 percent", "PERCENT 7-8 percent=0.07/0.08"},
    {"0.3 pct, 100 percent", "PERCENT 0.3 pct=0.003|PERCENT 100 percent=1"},
    {"two percentage points", "PERCENT two percentage points=0.02"},
    {"4.3 million passengers", "CARDINAL 4.3 million=4.3e6"},
    {"twenty-three and four hundred and five",
     "CARDINAL twenty-three=23|CARDINAL four hundred and five=405"},
    {"two thousand five hundred", "CARDINAL two thousand five hundred=2500"},
    {"half a million people", "CARDINAL half a million=500000"},
    {"a dozen eggs, dozens of eggs", "CARDINAL a dozen=12|CARDINAL dozens=unresolved"},
    {"tens of thousands marched", "CARDINAL tens of thousands=unresolved"},
    {"1,234,567 and 15,000", "CARDINAL 1,234,567=1.234567e6|CARDINAL 15,000=15000"},
    {"two-thirds of them, a quarter of us", "CARDINAL two-thirds=0.666|CARDINAL a quarter=0.25"},
    {"10-15 people", "CARDINAL 10-15=10/15"},
    {"no one came, one of them did", "CARDINAL one=1"},
    {"3 crore voters", "CARDINAL 3 crore=30e6"},
    {"the first, the 23rd, twenty-first",
     "ORDINAL first=1|ORDINAL 23rd=23|ORDINAL twenty-first=21"},
    {"the second-best team", "ORDINAL second=2"},
    {"100 kilometres", "QUANTITY 100 kilometres=100 km"},
    {"16 square kilometres", "QUANTITY 16 square kilometres=16 km2"},
    {"minus 6 degrees Celsius", "QUANTITY minus 6 degrees Celsius=-6 \xc2\xb0"
                                "C"},
    {"300 km/h and 150 kilometres per hour",
     "QUANTITY 300 km/h=300 km/h|QUANTITY 150 kilometres per hour=150 km/h"},
    {"a 100-meter race", "QUANTITY 100-meter=100 m"},
    {"2 million tonnes of wheat", "QUANTITY 2 million tonnes=2e6 t"},
    {"30 million barrels", "QUANTITY 30 million barrels=30e6 bbl"},
};
Test(rules, numbers) { CHECK_ALL(numbers, NULL, rule_labels, 0); }

static const struct row clock_times[] = {
    {"at 10:30 p.m.", "TIME 10:30 p.m.=T22:30"},
    {"at 2.30pm", "TIME 2.30pm=T14:30"},
    {"at 12 a.m. or 12 noon", "TIME 12 a.m.=T00:00|TIME 12 noon=T12:00"},
    {"at 1400 GMT", "TIME 1400 GMT=T14:00Z"},
    {"from 6 p.m. to 6 a.m.", "TIME 6 p.m. to 6 a.m.=T18:00/T06:00"},
    {"from 10 to 11 a.m.", "TIME 10 to 11 a.m.=T10:00/T11:00"},
    {"in 22.6 seconds", "TIME 22.6 seconds=PT22.6S"},
    {"a five-hour flight, half an hour", "TIME five-hour=PT5H|TIME half an hour=PT0.5H"},
    {"at 18:45", "TIME 18:45=T18:45"},
};
Test(rules, times) { CHECK_ALL(clock_times, NULL, rule_labels, 0); }

static const struct row addresses[] = {
    {"See https://a.example/b?c=1 or mail x@example.org.",
     "URL https://a.example/b?c=1=unresolved|EMAIL x@example.org=unresolved"},
};
Test(rules, addresses) { CHECK_ALL(addresses, NULL, rule_labels, 0); }

static const struct row ranges[] = {
    {"between 1996 and 2001", "DATE between 1996 and 2001=1996/2001"},
    {"sold between July and September", "DATE between July and September=XXXX-07/XXXX-09"},
    {"sold between July and September 2009",
     "DATE between July and September 2009=2009-07/2009-09"},
    {"between May 2, 2010 and June 3, 2011",
     "DATE between May 2, 2010 and June 3, 2011=2010-05-02/2011-06-03"},
    {"between 10 and 12 May", "DATE between 10 and 12 May=XXXX-05-10/XXXX-05-12"},
    {"between last year and this year", "DATE between last year and this year=unresolved"},
    {"between last week's talks", "DATE last week=unresolved"},
    {"between 9 a.m. and 5 p.m.", "TIME between 9 a.m. and 5 p.m.=T09:00/T17:00"},
    {"in July and August of 2009", "DATE July and August of 2009=2009-07/2009-08"},
    {"from 1998 to 2003", "DATE 1998 to 2003=1998/2003"},
    {"in June of 2008", "DATE June of 2008=2008-06"},
    {"in the year ended June 30, 1990", "DATE year ended June 30, 1990=1989-07-01/1990-06-30"},
    {"the three months ended March 31", "DATE three months ended March 31=unresolved"},
    {"the quarter ending on December 31", "DATE quarter ending on December 31=unresolved"},
    {"from 18 to 24 months", "DATE 18 to 24 months=P18M/P24M"},
    {"three to five years", "DATE three to five years=P3Y/P5Y"},
    {"in two or three days", "DATE two or three days=P2D/P3D"},
    {"a year or two", "DATE a year or two=P1Y/P2Y"},
    {"an hour or two", "TIME an hour or two=PT1H/PT2H"},
    {"two or three books", "CARDINAL two or three=2/3"},
    {"1 or 0", "CARDINAL 1=1|CARDINAL 0=0"},
    {"five or six kilometres", "QUANTITY five or six kilometres=5 km/6 km"},
    {"it grew from 43,000 to 317,000", "CARDINAL 43,000=43000|CARDINAL 317,000=317000"},
    {"it fell 43,000 to 3,17,000", "CARDINAL 43,000=43000|CARDINAL 3,17,000=317000"},
    {"up from 4% to 5%", "PERCENT 4%=0.04|PERCENT 5%=0.05"},
    {"between 4% and 5%", "PERCENT 4%=0.04|PERCENT 5%=0.05"},
    {"from $5 million to $6 million", "MONEY $5 million=5e6 USD|MONEY $6 million=6e6 USD"},
    {"digits from 0-9", "CARDINAL 0-9=0/9"},
    {"between Fatah and Hamas", ""},
    {"between the two", "CARDINAL two=2"},
    {"between 2000 people and 3000 people", "CARDINAL 2000=2000|CARDINAL 3000=3000"},
};
Test(rules, ranges_are_one_mention_and_changes_two) { CHECK_ALL(ranges, NULL, rule_labels, 0); }

static const struct row vague[] = {
    {"in the coming weeks", "DATE coming weeks=unresolved"},
    {"over the next few years", "DATE next few years=unresolved"},
    {"in mid-2015", "DATE mid-2015=2015"},
    {"in the mid-1980s", "DATE mid-1980s=198X"},
    {"he scored last season", "DATE last season=unresolved"},
    {"in the current fiscal year", "DATE current fiscal year=unresolved"},
    {"in fiscal 1989", "DATE fiscal 1989=1989"},
    {"in fiscal year 2012", "DATE fiscal year 2012=2012"},
    {"a fiscal policy", ""},
    {"earlier this month", "DATE earlier this month=2016-06"},
    {"during this past week", "DATE this past week=2016-06-20/2016-06-26"},
    {"on Monday of last week", "DATE Monday of last week=2016-06-20"},
    {"in June of last year", "DATE June of last year=2015-06"},
    {"the third quarter of last year", "DATE third quarter of last year=2015-35"},
    {"two years earlier", "DATE two years earlier=unresolved"},
    {"a year earlier", "DATE a year earlier=unresolved"},
    {"the night before", "TIME night before=unresolved"},
    {"less than the year before", "DATE year before=unresolved"},
    {"all day before noon", "TIME noon=T12:00"},
    {"through the night after it", ""},
    {"for a second consecutive year", "DATE second consecutive year=unresolved"},
    {"on the 13th night", "TIME 13th night=unresolved"},
    {"for the second time", "ORDINAL second=2"},
    {"He had waited for years.", "DATE years=unresolved"},
    {"the worst in decades", "DATE decades=unresolved"},
    {"months of pressure", "DATE months=unresolved"},
    {"hours after it closed", "TIME hours=unresolved"},
    {"Hours earlier, it rained", "TIME Hours earlier=unresolved"},
    {"weeks later", "DATE weeks later=unresolved"},
    {"the early days of it, their years of joy", ""},
    {"drought years are hard", ""},
    {"a week-long trip", "DATE week-long=P1W"},
    {"a three-week-long trip", "DATE three-week-long=P3W"},
    {"decades-old walls", "DATE decades-old=unresolved"},
    {"two and a half years", "DATE two and a half years=P2.5Y"},
    {"several months", "DATE several months=unresolved"},
    {"$5 million a year", "MONEY $5 million=5e6 USD"},
    {"early morning", "TIME early morning=unresolved"},
    {"in the early morning hours of April 19",
     "TIME early morning hours=unresolved|DATE April 19=XXXX-04-19"},
    {"in the mid-1800s, the 2000s", "DATE mid-1800s=18XX|DATE 2000s=200X"},
    {"early afternoon Saturday", "TIME early afternoon Saturday=unresolved"},
    {"late on Friday night", "TIME Friday night=unresolved"},
    {"a predawn raid", "TIME predawn=unresolved"},
    {"a show named Late Night", ""},
};
Test(rules, periods_without_a_calendar) { CHECK_ALL(vague, "2016-06-28", rule_labels, 0); }

static const struct row ages[] = {
    {"She was 73.", "DATE 73=P73Y"},
    {"who is 41, and", "DATE 41=P41Y"},
    {"a widow of 49, spoke", "DATE 49=P49Y"},
    {"aged 12 or so", "DATE 12=P12Y"},
    {"at the age of 18 he left", "DATE 18=P18Y"},
    {"It was 73.", "CARDINAL 73=73"},
    {"He was 73rd.", "ORDINAL 73rd=73"},
    {"He was 50% sure", "PERCENT 50%=0.5"},
    {"She was 20 points ahead", "CARDINAL 20=20"},
};
Test(rules, ages) { CHECK_ALL(ages, NULL, rule_labels, 0); }

static const struct row counts[] = {
    {"a quarter million people", "CARDINAL a quarter million=250000"},
    {"half a dozen men", "CARDINAL half a dozen=6"},
    {"a half-million votes", "CARDINAL a half-million=500000"},
    {"two and a half million", "CARDINAL two and a half million=2.5e6"},
    {"scores of people", "CARDINAL scores=unresolved"},
    {"the scores of the games", ""},
    {"cut by 25 basis points", "PERCENT 25 basis points=0.0025"},
    {"the one with the bell", ""},
    {"the defeated one left", ""},
    {"this one goes", ""},
    {"a new one", ""},
    {"an additional one million shares", "CARDINAL one million=1e6"},
    {"only one came, one soldier died", "CARDINAL one=1|CARDINAL one=1"},
    {"won 2-1", "CARDINAL 2-1=2/1"},
};
Test(rules, counts) { CHECK_ALL(counts, NULL, rule_labels, 0); }
