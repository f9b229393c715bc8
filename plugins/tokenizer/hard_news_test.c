/* hard_news_test.c: sentences of hard news punctuation, written and labelled by hand before the rules were looked at. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "text-pipeline/pipeline_test.h"

/* clang-format off */
/* A bar stands at the end of each sentence but the last; it is not part of the text. */
static const char *const cases[] = {
    /* titles, ranks, names */
    "Dr. Helen Marsh and Mr. Okoro met Sen. Paula Whitfield on Tuesday.| Rep. Dan Kettle was absent.",
    "The order came from Lt. Col. Aaron Pike.| Maj. Gen. Ruth Sallow signed it.",
    "Gov. J. B. Hartley vetoed the bill.| Lt. Gov. Ana Reyes did not comment.",
    "Prof. A. N. Whitlock, who taught at St. Andrews, died on Sunday.| He was 81.",
    "George W. Bellamy ran again.| His rival, John F. Stokes Jr., did not.",
    "The estate of Robert Hale Sr. is worth $4 million.| Robert Hale Jr. inherits half.",
    "Martin L. Keene Jr.| He was the first to speak.",
    "The speech was given by Samuel Prior III.| It lasted an hour.",
    "Mrs. Dalloway's party ended at noon.| Ms. Quist stayed until 1 p.m. and left.",
    "Sgt. 1st Class Omar Diaz was wounded.| Cpl. T. J. Hooks was not.",
    "Msgr. Kevin O'Hara blessed the crowd.| Rev. Lucy Adams read a psalm.",
    "Asst. Supt. Mary Boyle said the schools, e.g. Lincoln and Grant, will open.",
    "The Rt. Hon. Simon Peel, M.P., resigned.| Mr. Speaker accepted it.",
    "Messrs. Hale and Finch founded the firm.| Mme. Laval joined later.",
    "He was born in St. Louis.| She came from Mt. Vernon, N.Y., last spring.",
    "J.R.R. Tolkien wrote it.| J. K. Morrow did not.",
    "It was signed by E. E. Hobbs.| The other signature is missing.",
    "The witness, identified only as Ms. K., left the room.| Nobody followed.",
    "The plan pleased Queen Elizabeth II.| King George VI. had opposed it.",
    "They named it after Malcolm X.| The street is short.",
    "\"I asked Mr. Wynn,\" she said.| \"He said no.\"",
    "Capt. Ahmed Nasser, U.S.N., retired in 2004.| Adm. Pratt took over.",
    "Dr. Who returns on Saturday.| Dr. No does not.",
    "Philip K. Dick wrote 44 novels.| Ursula K. Le Guin wrote fewer.",
    "Atty. Gen. Joan Fisk filed the suit.| Her deputy, Asst. Atty. Gen. Lee Park, argued it.",
    /* companies and institutions */
    "Acme Inc. said profit rose 5%.| Shares of Bolt Corp. fell.",
    "The buyer is Harlan & Sons Ltd.| The price was not disclosed.",
    "Pitt, Briggs & Co. will move.| It has 40 workers.",
    "Yahoo! Inc. hired 50 people.| Google did not.",
    "She quit Yahoo! to join E! News.| Her show begins in May.",
    "Shares in Corning Inc.'s rival rose.| Analysts cheered.",
    "Lehman Bros. failed in 2008.| Warner Bros. did not.",
    "The merger of Telco S.A. and Banca S.p.A. was blocked.| Both will appeal.",
    "He runs Kline GmbH & Co. KG in Bonn.| Sales are flat.",
    "The chip maker, Nanodyne Corp., cut its forecast.| \"Demand is weak,\" it said.",
    "Royal Grain Cos. bought Delta Mfg. Co. for $1.2 billion.| The deal closes in Sept.",
    "The bank, First Natl. Trust Co., is based in Tulsa, Okla.| It has 12 branches.",
    "United Steel Co. and Baker Inc. merged.| Nobody cheered.",
    "The ruling against Apple Inc.| The company will appeal.",
    /* countries, states, places */
    "U.S. officials flew to the U.K. on Monday.| U.N. envoys followed.",
    "He has lived in the U.S. for years.| He votes there.",
    "They fled to the U.S.| They were sent back.",
    "The treaty binds the U.S.| It does not bind China.",
    "Is it made in the U.S.A.?| No, in Mexico.",
    "She moved to Washington, D.C., in 1999.| He stayed in Austin, Tex., with his sons.",
    "The storm hit Mobile, Ala.| Two people died.",
    "The U.S. Senate voted 51-49.| The House of Representatives did not vote.",
    "Police in Springfield, Ill., arrested a man from Gary, Ind.| He is 19.",
    "The shop at 12 Main St. was robbed.| The one on 5th Ave. was not.",
    "It stands at 400 Pennsylvania Ave. NW in Washington.| Tours are free.",
    "Ft. Worth and St. Paul sent teams.| Mt. Hood was closed.",
    "The E.U. and the U.S. signed.| Russia and the U.A.E. abstained.",
    "The U.S.-led force withdrew.| The U.S.'s allies stayed.",
    "In the U.S., where he works, it is legal.",
    /* times and dates */
    "The vote closed at 10 p.m.| Sen. Lee spoke first.",
    "Polls open at 7 a.m. Monday.| They close at 8 p.m. EST.",
    "The train left at 6:15 a.m.| Nobody was hurt.",
    "It began at 9 p.m.| By 11 p.m. the fire was out.",
    "The show airs Friday at 8 p.m. on NBC.| A repeat follows.",
    "He was born on Jan. 5, 1960.| He died on Dec. 31.",
    "The law takes effect in Sept.| The old one lapses.",
    "Sales fell in Oct. and Nov.| December was better.",
    "From Mon. to Fri. the shop is open.| On Sat. it closes at noon.",
    "The war ended in 1918.| Another began in 1939.",
    "In 2019.| The year mattered.",
    "The fair runs Aug. 3-9.| Entry is $5.",
    "The manuscript dates from c. 1788.| Its author lived ca. 1750 to 1810.",
    "It was the best of the '90s.| The 2000s were worse.",
    "The curfew starts at 9 P.M. and ends at 5 A.M.| Shops may open at six.",
    /* numbers and money */
    "The index rose 1.5 percent to 2,345.67.| Volume was 3.2 billion shares.",
    "It costs $24.99.| The old one cost $19.",
    "No. 1 seed Kansas beat No. 16 Howard.| It was close.",
    "\"No.\"| That was all he said.",
    "Was it worth it?| No.| It was a mistake.",
    "See Nos. 3 and 4 on p. 55.| The map is on pp. 60-61.",
    "Vol. 2 came out in May.| Vol. III. will not.",
    "Under Sec. 8 of the act, he may appeal.| Under Art. 5 he may not.",
    "Fig. 3 shows the rise.| Fig. 4 shows the fall.",
    "Beethoven's Op. 27 No. 2 was played.| The hall was full.",
    "Inflation was 3.1% in May.| 4.2% had been forecast.",
    "Version 2.0.1 fixes it.| Version 3 is due in 2026.",
    "The court held, in Roe v. Wade, that it was legal.| In Smith vs. Jones it was not.",
    "Brown v. Board of Education ended it.| The ruling was unanimous.",
    "The team lost 3-2.| 40,000 people watched.",
    "He ran 100 m in 9.8 s.| The record is 9.58.",
    "Prices rose by approx. 4 percent, i.e. more than wages.| Rents etc. rose faster.",
    "Rooms are 12 ft. by 14 ft. and cost 900 euros.| Pets are banned.",
    "The bag weighed 5 lbs.| It was full of coins.",
    "Turn to Ch. 4.| Read it twice.",
    "The score was 6-4, 3-6, 7-5.| Play resumed at 2.30 p.m. on Court No. 1.",
    "A 6.8 quake hit at a depth of 10.2 km.| No tsunami followed.",
    /* quotation marks */
    "\"It's over,\" he said.| \"We lost.\"",
    "\"We lost.| It's over,\" he said.",
    "“We won’t go,” said Ana.| “Not now.| Not ever.”",
    "“Go.”| He went.",
    "“Why?” she asked.| “Because,” he said.",
    "\"Why now?\" asked Mr. Lane.| Nobody answered.",
    "\"Stop!\" the guard shouted.| \"Stop or I'll shoot!\"",
    "He called it \"a sham.\"| Others agreed.",
    "He called it “a sham.”| Others agreed.",
    "She said: \"He told me, 'Leave.'\"| So I left.",
    "She said: “He told me, ‘Leave.’”| So I left.",
    "'It is late,' she said.| 'We should go.'",
    "‘It is late,’ she said.| ‘We should go.’",
    "\"The bill,\" he said, \"is dead.\"| The Senate had killed it.",
    "Did he really say \"never\"?| He did.",
    "The film, \"Who's Afraid?\", opened on Friday.| It runs two hours.",
    "\"Jeopardy!\" host Ken Dale will retire.| The show goes on.",
    "The play \"Oh, What a War!\" was cut.| Critics disliked it.",
    "\"I don't know... maybe,\" he said.| \"Ask me tomorrow.\"",
    "The sign read \"Closed.\"| We went home.",
    "\"You lie!\" yelled Rep. Wilson.| \"Order!\" said the speaker.",
    "He wrote “Yes.” and underlined it.",
    "“I love this place.| I always will,” said Tom, 34, of Dayton, Ohio.| “It’s home.”",
    "\"Is that so?\"| \"It is.\"| \"Then go.\"",
    "The \"U.S.\" in the title stands for \"us.\"| That was the joke.",
    "„Es ist vorbei“, he said in German.| Nobody understood.",
    "«C'est fini», he said.| Then he left.",
    "He said he was \"done.\" and walked out.",
    "\"Nobody told us,\" she said, \"not even Dr. Ames.\"| He denied it.",
    "“That’s it?” I asked.| “That’s it.”",
    /* brackets */
    "He resigned (he had no choice).| She stayed.",
    "He resigned.| (He had no choice.)| She stayed.",
    "The firm (NYSE: GEX) rose 4%.| Its rival (Nasdaq: BLT) fell.",
    "He said (\"I swear!\") that he was innocent.| The jury disagreed.",
    "The claims [see Note 4] were denied.| No evidence exists.",
    "The town (pop. 4,300) was cut off.| Roads (incl. Route 9) were closed.",
    "The study was published in 2011.[12]| It was withdrawn in 2013.[13]| Nobody noticed.",
    "She asked why (who wouldn't?) and left.| He shrugged.",
    "The vote (51 to 49, with Sen. Hale absent) failed.| A new one is set for Feb. 3.",
    "\"[The minister] lied,\" he said.| \"[He] must go.\"",
    "Profits doubled (see p. 4.).| Costs did not.",
    "It was hot (40 C.).| It was dry.",
    "The dog survived.| (Photo by A. Lindt)",
    /* ellipses, dashes, marks */
    "He waited ... and waited.| Nothing came.",
    "Wait...| What was that?",
    "“I thought… well, never mind,” she said.| She left.",
    "He paused…| Then he spoke.",
    "The list goes on: war, flood, fire ...| Nobody counts any more.",
    "What?!| You can't be serious!!",
    "Really??| Yes, really.",
    "He was — as ever — late.| She was not.",
    "The mayor -- who had promised to stay -- left.| His deputy, too.",
    "Who won?| Who lost?| Who cares?",
    "Help!| Fire!| Run!",
    "\"[...] and that is all,\" he wrote.| The letter ends there.",
    "\"We were . . . surprised,\" he said.| \"Very.\"",
    "Will it rain?—nobody knows.| Bring a coat.",
    "He asked himself: Why me?| Why now?",
    "The answer was simple: no.| The reasons were not.",
    /* datelines, bylines, captions */
    "WASHINGTON (AP) -- The Senate voted on Monday.| The House did not.",
    "NEW YORK, Jan. 5 (Reuters) - Stocks fell on Friday.| Bonds rose.",
    "LONDON — Police arrested two men.| A third fled.",
    "By J. R. Moss\n\nThe river rose again on Sunday.| Levees held.",
    "Fire destroys mill\n\nA fire destroyed a mill in Leeds on Friday.| No one was hurt.",
    "SENATE PASSES BILL NO. 42\n\nThe vote was 60-40.| It took two hours.",
    "U.S. FORCES LEAVE\n\nThe last troops left at 4 a.m. local time.| No shots were fired.",
    "Photo: Mayor Lee with Gov. Hart.| (AP Photo/K. Voss)\n\nThe mayor smiled.",
    "ST. LOUIS, Mo. -- The Cardinals won.| They lead the N.L. Central.",
    "(Reporting by Ann Poe in Paris; editing by J. Cole.)",
    "© 2014 Acme News Ltd.| All rights reserved.",
    /* addresses, machines */
    "Visit www.example.com.| It is free.",
    "See https://www.example.com/a/b.html?x=1.| Then call 555-0134.",
    "Write to news@example.org.| We read every mail.",
    "The site, example.co.uk, was down.| Amazon.com was not.",
    "She uses Node.js and ASP.NET.| He uses C.",
    "Open config.yaml in an editor.| Save it as a.txt.",
    "Follow us @newsdesk.| Use #election.",
    "Apple's iPhone sold well.| iPad sales fell.",
    "eBay rose 3%.| iRobot fell.",
    "Ask Jeeves.com was sold.| Lycos.com had been, too.",
    /* glued sentences: removed markup */
    "The fire was out by noon.|The cause is unknown.",
    "He left in 2019.|The firm failed.",
    "She said no.|He said yes.| Both lied.",
    "\"It is over.\"|He left the room.",
    "It was the end.|It's what they wanted.",
    "Was it true?|Nobody knew.",
    /* letters and plans as last words */
    "They went to Plan B.| It failed, too.",
    "The vitamin is C.| The mineral is zinc.",
    "He got an A.| She got a B.",
    "So did I.| She didn't.",
    "My brother and I.| My sister, too.",
    "The group met in Room 4 C.| It left at five.",
    "In World War I.| In World War II.",
    "It was Henry V.| He died in 1422.",
    "The suspect is known as Mr. X.| His wife is Mrs. Y.",
    "It's Vitamin D.| The doctors agree.",
    "Type O is common.| Type B. is not.",
    /* sentence starters of every kind */
    "He was late.| 'Twas always so.",
    "The price rose.| $5 was too much.",
    "Nobody came.| 20 had been invited.",
    "It is true.| “Truth” is a big word.",
    "It ended.| … Or so we thought.",
    "That is all.| —Ed.",
    "He spoke.| ¿Quién sabe?",
    "The end came.| Élodie wept.",
    "It failed.| Über sued.",
    "He paid.| €20 is fair.",
    "The vote failed.| @mayor tweeted at once.",
    /* latin and other short forms */
    "Fruit (apples, pears, etc.) is cheap.| Meat, fish etc. are not.",
    "Bring pens, paper, etc.| The test is long.",
    "Smith et al. found the same.| Jones et al. [2004] did not.",
    "The rule applies to dogs, i.e. pets.| It exempts, e.g., cattle.",
    "He is, viz. Section 4, liable.| cf. Section 5.",
    "The dept. of health closed.| The Dept. of Education did not.",
    "The approx. cost is $5 m.| The actual cost is higher.",
    "Est. 1850, the inn still stands.| It is full.",
    "She has a Ph.D. in physics.| He has an M.B.A. and a B.A.",
    "She earned her Ph.D.| He dropped out.",
    "He played for the L.A. Lakers.| She lives in L.A.| They met there.",
    "He works for I.B.M.| She works for the F.B.I. in Dallas.",
    "The C.I.A. knew.| The N.S.A. did, too.",
    "Call ext. 42.| Ask for Mr. Ito.",
    "The no. of cases fell.| The no. of deaths rose.",
    "He has no. 5 on his shirt.| She has no. 7.",
    "He was 6 ft. 2 in. tall.| His wife was taller.",
    "The ship sank at lat. 41 N.| It was never found.",
    "The car did 30 m.p.h. in a 20 m.p.h. zone.| He was fined.",
    "Gen. Electric rose.| Gen. Motors fell.",
    "Hon. members laughed.| The Hon. Member for Leeds did not.",
    /* several marks at once */
    "He asked, \"Did she say 'Yes!'?\"| She had.",
    "\"Who is Mr. K.?\" he asked.| \"A friend.\"",
    "He works for Acme Inc.!| Can you believe it?",
    "\"I live in the U.S.\"| He paused.",
    "\"I live in the U.S.,\" he said.| \"I like it.\"",
    "They left (at 5 p.m.).| We stayed.",
    "They left at 5 p.m.| (We stayed.)",
    "Is it 5 p.m.?| It is.",
    "The boss of Acme Inc. (a maker of anvils) quit.| He is 60.",
    "The boss of Acme Inc. — a maker of anvils — quit.| He is 60.",
    "The boss, J. Doe, of Acme Inc., said: “No comment.”| He hung up.",
    "“Dr. King said, ‘I have a dream.’ and meant it,” she said.",
    "He moved to No. 10 Downing St. in May.| The P.M. lives there.",
    "The U.S. vs. China match drew 5 m. viewers.| Nobody scored.",
    "\"Sgt. Pepper's\" sold 32 million copies.| \"Help!\" sold fewer.",
    "Mr. and Mrs. J. P. Alden Jr. of Reno, Nev., gave $1.5 million.| It was their third gift.",
    /* plain sentences that tempt */
    "He sat.| Then he stood.",
    "She can.| He can, too.",
    "The sun.| The sea.| The sand.",
    "They mar the view.| They sat in the sun.| Dec is a name.",
    "We got in.| Nobody saw us.",
    "Put it in the bin.| Don't ask.",
    "He is a fan of art.| She is not.",
    "I saw the rep.| She saw me.",
    "He broke his fig.| She laughed.",
    "The gov.uk page is down.| Try later.",
    "It was a sin.| It was a gem.| It was a con.",
    "We paid the fed.| The col was steep.",
    /* lists in prose */
    "There are three reasons: (1) cost, (2) time and (3) risk.| All matter.",
    "1. Buy milk.| 2. Call home.",
    "a) Cost is high.| b) Time is short.",
    "• Shares rose.\n• Bonds fell.",
    "What we know:\n\n1. The fire began at 3 a.m.\n2. Nobody died.",
    /* a second set, written when the rules for the first were ready: 140 of its 146 sentences were exact at first sight */
    "Shares of Tyson Foods Inc. rose 3.2% to $61.45 in after-hours trading.| The S&P 500 fell.",
    "\"We're not going to comment on that,\" a spokesman for Sen. Mark Dooley, R-Idaho, said Thursday.| \"It's pending litigation.\"",
    "The crash happened about 6:40 a.m. near the intersection of U.S. 31 and Ind. 26, the Indiana State Police said.| No one was hurt.",
    "The case is Smith v. Acme Corp., No. 12-cv-4431, U.S. District Court, Southern District of New York.| A hearing is set for Oct. 12.",
    "Prof. Dr. Karl H. Weiss of the Max Planck Inst. in Munich disagreed.| He called it \"premature.\"",
    "The Rev. Al Dunning Jr. presided.| Survivors include his wife, Mrs. Ada Dunning, of St. Paul, Minn., and two sons.",
    "Ms. Ortiz, 34, was born in San Juan, P.R.| She moved to New York at 6.",
    "Mr. Trump tweeted: \"Big win today!!!| Thank you, Ohio!\"| It was his fourth tweet of the day.",
    "The Fed raised rates by 0.25 pct.| Markets had expected 0.5 pct.",
    "He finished with 21 points, 7 rebounds and 5 assists vs. Utah.| The Jazz have lost six straight.",
    "Is the U.S. safer today?| Maybe.| But Dr. Hale doubts it.",
    "\"Who did this?\" asked Gov. Hale.| \"Find out!\"",
    "The E.P.A. said Tuesday that it would delay the rule.| Environmental groups vowed to sue.",
    "The book, \"What Now?,\" sold 2 million copies.| Its sequel did not.",
    "I.B.M. and H.P. both cut jobs.| So did Dell Inc.| Analysts shrugged.",
    "He was sentenced to 25 years to life.| \"Justice was done,\" said D.A. Karen Moss.",
    "They arrived at Gate B.| Nobody was there.",
    "At 5 ft. 9 in., he is small for the N.B.A.| He doesn't care.",
    "Microsoft Corp.'s Windows 8.1 launches Oct. 17.| It's free.",
    "\"I think, therefore I am,\" wrote Descartes.| (He wrote it in French.)",
    "The plane, a Boeing 737-800, left Dubai at 10:15 p.m. Friday.| It landed at 4 a.m. local time.",
    "Among the dead: Lt. Col. J. T. Briggs, 41, of Macon, Ga.; Sgt. Ana Cruz, 29, of El Paso, Tex.; and an unnamed interpreter.",
    "The company (formerly Blackwater U.S.A.) denied it.| Its founder declined to speak.",
    "\"They said, 'Don't worry,'\" she recalled.| \"'We'll call.'| They never did.\"",
    "Prices start at £9.99.| Students pay £5.",
    "Call 1-800-555-0199 or visit www.redcross.example.org.| Donations are tax-deductible.",
    "The study, led by Yi Zhang et al., appears in Nature.| It covers 1,200 patients.",
    "We tested three models: the A.4, the B.2 and the C.| None passed.",
    "The bill passed 218-206.| Twelve G.O.P. members voted no.",
    "Rep. Ron Pauley (R., Tex.) voted no.| He always does.",
    "Temperatures will reach 35 C. on Monday.| Tuesday will be cooler.",
    "St. Louis beat St. Paul 3-2.| Mt. Carmel lost.",
    "Did you know?| The average American eats 20 lbs. of cheese a year.",
    "In the 2nd quarter, net income was $1.2 bn.| Revenue was flat.",
    "The King James Bible (Gen. 1:1) begins so.| Luke 2.4 does not.",
    "He lives at 221B Baker St.| She lives on Park Ave. in a penthouse.",
    "President George H.W. Bush spoke.| So did Barbara Bush.",
    "The deal with Vodafone Group Plc. is off.| Shares fell 4 p.c. in London.",
    "\"No way.\"| \"Yes way.\"",
    "The minister's answer?| \"No comment.\"",
    "Here's the thing: It won't work.| It can't.",
    "Apple released iOS 7.0.2 on Sept. 26.| It fixes a bug.",
    "The defendant, a.k.a. \"Slim,\" pleaded guilty.| He faces 10 yrs. in prison.",
    "Lawyers for both sides - Mr. Ames and Ms. Poe - met.| They settled.",
    "\"There's a saying: 'All politics is local.'| It's true,\" he said.",
    "The suspect fled in a red Ford F-150.| Police gave chase.",
    "He told The Associated Press he was \"very, very tired.\"| Who wouldn't be?",
    "The 9/11 Commission reported in 2004.| Its chairman was Gov. Kean.",
    "Total cost: $3.5 million.| Time: two years.",
    "Mayor-elect J.P. Shaw takes office Jan. 1.| Outgoing Mayor Tom Fry leaves Dec. 31.",
    "She scored a 9.8.| He scored a 9.7.| The crowd went wild.",
    "The jet crashed near Smolensk, Russia, killing all 96 aboard.| Among them was President L. Kaczyn.",
    "On Feb. 29 of this year - a leap year - it rained.| In March it snowed.",
    "The fund is up 12% yr./yr. in dollar terms.| In yen, it's flat.",
    "\"Get out!\"| He slammed the door.",
    "He added: \"We will see ... we will see.\"| Then he left.",
    "The report said (p. 14): \"Costs rose.\"| It gave no figure.",
    "Yahoo! said Tuesday it would buy Tumblr.| The price: $1.1 billion.",
    "In an interview with E! Online, she denied it.| \"Lies,\" she said.",
    "Can an A.I. write news?| Some say yes.",
    "The U.K.'s F.T.S.E. 100 index lost 1 pct.| Germany's DAX gained.",
    "Brig. Gen. Lewis Ray, U.S. Army (ret.), consulted.| He lives in Va.",
    "He wrote for Time, Newsweek, etc.| He never won a prize.",
    "She works for Johnson & Johnson Inc. in New Brunswick, N.J.| He commutes from Pa.",
    "The meeting is at 7 p.m. Wed. in Room 12.| Coffee is free.",
    "Turnout was approx. 61%.| In 2008 it was 64%.",
    "The play runs Wed.-Sun. through Nov. 3.| Tickets: $15-$40.",
    "He was, in the words of one aide, \"toast.\"| The aide, too, was fired.",
    "\"What happened to No. 7?\" he asked.| No one knew.",
    "So what's next?| For Dr. Lee, a vacation.",
    "The Dow lost 112.16 points, or 0.7%, to 15,451.09.| It had gained Thurs.",
    /* a third set, written when the rules for the second were ready: 121 of its 122 sentences were exact at first sight */
    "PARIS, March 3 (AFP) - France's central bank cut its G.D.P. forecast on Monday.| \"The outlook is poor,\" Gov. Luc Perrin said.",
    "FRANKFURT -- Deutsche Bank AG said it would cut 3,500 jobs.| The bank's shares rose 2.1 pct.",
    "Lt. Gov. Kim Wade (D-Mass.) will not run.| \"I've had enough,\" she said.",
    "The measure would ban sales of e-cigarettes to anyone under 18.| Mr. Cole's bill died in committee.",
    "Why does it matter?| Because, says Dr. Ann Rowe of M.I.T., \"we breathe it.\"",
    "Police Sgt. Pat O'Neil said the driver, a 44-year-old from St. Cloud, was speeding.| He was doing 90 m.p.h., O'Neil said.",
    "After the jump: What the N.F.L. won't say.",
    "\"I can't believe it,\" said Maria, who asked that her last name not be used.| \"He was only 6!\"",
    "The F.B.I. arrested Mr. Khan at J.F.K. International Airport.| His lawyer, Sam Roth, Esq., said he was innocent.",
    "At least 12 people died, the B.B.C. reported.| Reuters put the toll at 15.",
    "The team's record (11-2, 6-1 in the S.E.C.) is its best since '98.| Fans are ecstatic.",
    "Ford Motor Co., General Motors Co. and Chrysler Group L.L.C. all reported gains.| Toyota Motor Corp. did not.",
    "Mr. Obama, at 6 ft. 1, towered over him.| \"Hi,\" he said.",
    "They sell for $1.99/lb. at Kroger.| Organic ones cost more.",
    "Dr. Jekyll and Mr. Hyde opens Fri. at the Orpheum.| Tickets start at $40.",
    "Hall of Famer Hank Aaron hit No. 715 on April 8, 1974.| Al Downing threw the pitch.",
    "\"He's a liar, a cheat and a fraud.\"| That is how Mayor Ed Koch once described him.",
    "Brazil's Embraer S.A. delivered 29 jets.| It has a backlog of $18.2 bn.",
    "In Q. & A., the minister said nothing new.| He smiled a lot.",
    "Mark your calendar: Oct. 31 is Halloween.| Nov. 1 is All Saints' Day.",
    "One in four (24.6%) agreed.| 38% did not.",
    "Sources: A.P., Reuters, C.D.C.",
    "He said the U.S. and U.S.S.R. had come close to war in '62.| Historians agree.",
    "What a game!| Final score: Packers 38, Bears 37.",
    "The ruling (see Miranda v. Arizona, 384 U.S. 436) stands.| Police must comply.",
    "\"Mom?\"| \"Yes?\"| \"I'm home.\"",
    "The Ph.D. student from Ann Arbor, Mich., won.| She'll get $10,000.",
    "Three others were injured; two of them, ages 9 and 11, critically.| A neighbor, Jo Ellen P. Hart, called 911.",
    "Sony's PlayStation 4 goes on sale Nov. 15 in the U.S. and Canada.| It costs $399.",
    "Then-Sen. Barack Obama opposed it.| President Obama signed it.",
    "“My God,” he said, “it’s full of stars.”| It was.",
    "Asked whether he'd quit, he said: “No … never.”| His wife laughed.",
    "I asked Gen. Powell about it.| “It’s done,” he replied.",
    "She’s the C.E.O. of Bright Co. and a mother of three.| He’s the C.F.O.",
    "The new law, H.R. 3590, runs to 906 pp.| Few have read it.",
    "In Sept. 2008, Lehman Bros. collapsed.| The rest is history.",
    "The bacterium E. coli was found in spinach from Calif.| Two children died.",
    "Rain is likely in Wash. and Ore. on Thurs.| Idaho will be dry.",
    "“This Is It!” was his last tour.| He never finished it.",
    "She was born Jan. 3, 1950, in Moline, Ill., to Ruth and Earl V. Otis.| She was the eldest.",
    "“Where’s the beef?” is still quoted.| The ad ran in 1984.",
    "He tweeted “Free at last!!” on Tues.| No reply came.",
    "Dow Jones & Co. publishes it.| News Corp. owns Dow Jones.",
    "Turkey's P.M. said the E.U. must act; “talk is cheap,” he added.| Brussels was silent.",
    "The I.R.S. has 3 yrs. to audit you.| Keep your records.",
    "A source close to the talks said: “They're done.| Finished.”",
    "A source close to the talks said: “They're done.| Finished.| Over.”",
    "Mr. T. was there.| So was Dr. J.",
    "The clock struck 12.| Mr. Fox ran.",
    "The recipe calls for 2 tbsp. butter, 1 tsp. salt and 8 oz. cream.| Stir well.",
    "Exxon Mobil Corp. (XOM.N) fell 1.4%.| BP Plc. (BP.L) rose 0.3%.",
    "He reads the St. Petersburg Times.| It costs $1.",
    "Read more: http://www.bbc.co.uk/news/12345.| Follow @BBCNews.",
    "Copyright 2013 The Associated Press.| All rights reserved.| This material may not be published.",
    "It was 30 below zero.| Cars wouldn't start.",
    "Wal-Mart Stores Inc. is the No. 1 U.S. retailer.| Target Corp. is No. 2.",
    "Asia's richest man, Li Ka-shing, owns 8.4 pct. of it.| He is 85.",
    "The Hon. J.D. Fry, Q.C., M.P., died at 90.| He never married.",
    "At 8:30 p.m. E.T., he will speak.| Networks will air it live.",
    "Prosecutor: Did you see him?| Witness: Yes.| Prosecutor: When?",
    "The plan failed.| \"... This is still an open case,\" he said.",
    "GRADE...........MAR 27.....MAR 20.....FEB 27",
    "Am I going to run it? Hornacek said.| I would not say so.",
    /* of the kinds that rule-based tools test themselves with */
    "My name is Ruth E. Carver.",
    "Were Ann and co. at the fair?",
    "Let's call Ann and co.| They will know.",
    "I can see Mt. Etna from here.",
    "That is Al Gore Jr.'s house.",
    "I live in the E.U.| How about them?",
    "I work for the U.S. Treasury in Ohio.",
    "At 5 a.m. Mr. Dale went to the shop.| He left the shop at 6 P.M.| Mr. Dale then went home.",
    "She has $90.00.| It was in her purse.",
    "Her email is Ann.Lee@example.com.| I wrote to her.",
    "She turned to her, 'This is fine.' she said.",
    "She turned to her, \"This is fine.\"| She held the cup out to show her.",
    "Hello??| Who is it?",
    "Hello?!| Is that him?",
    "1.) The first thing.| 2.) The second thing.",
    "1) The first thing.| 2) The second thing.",
    "1. The first thing.| 2. The second thing.",
    "⁃9. The first thing| ⁃10. The second thing",
    "We make a good pair, you and I.| Did you meet Albert I. Moss yesterday?",
    "“Bohr [...] used the image of stairs [...]” (Jones 15).",
    "I never said that....| She left the room.",
    "One habit which was weakened . . . was that of joining words into compounds. . . .| The habit was not given up. . . .",
    "Hello world.|Today is Tuesday.|Mr. Smith went home.",
    "It was 5 p.m.| \"Go,\" he said.",
    "He teaches math (He once worked for 5 years as a clerk.) at the school.",
    "I said, \"What are you doing?\" to him.",
    "(1) First we eat.| (2) Then we sleep.",
    "i. The first thing| ii. The second thing| iii. The third thing",
    "a) The first thing| b) The second thing| c) The third thing",
    "Was it Dr. Poe?| No, it was Mr. Lee!| Ah!",
    "He was born in Ala.| She in Ky.",
    "J.P. Morgan & Co. rose.| Co. shares fell.",
};
/* clang-format on */

/* Sentences of one case: how many the label has, how many of those were found exactly. */
struct count {
    uint32_t gold, right;
};

enum { MOST = 16 };

/* Removes the bars from `marked` and notes the spans of the sentences between them; a line break ends one, too. */
static uint32_t read_label(const char *marked, char *text, pl_span *spans) {
    uint32_t n = 0, at = 0, begin = 0;
    for (const char *p = marked;; p++) {
        if (*p == '|' || *p == '\n' || !*p) {
            if (at > begin) spans[n++] = (pl_span){begin, at};
            if (!*p) break;
            begin = at;
        }
        if (*p != '|') text[at++] = *p;
        while (begin < at && at == begin + 1 && (text[begin] == ' ' || text[begin] == '\n'))
            begin++;
    }
    text[at] = 0;
    return n;
}

static int has(const pl_array *sentences, pl_span want) {
    for (uint32_t i = 0; i < sentences->n; i++) {
        const pl_span *s = (const void *)((const char *)sentences->v + i * sentences->element_size);
        if (s->begin == want.begin && s->end == want.end) return 1;
    }
    return 0;
}

static struct count check(const char *marked) {
    char text[1024];
    pl_span spans[MOST];
    struct count c = {read_label(marked, text, spans), 0};
    pl_test *t = pl_test_open("[pipeline]\nstages = tokenizer\n");
    pl_test_add(t, "case", text);
    cr_assert_eq(pl_test_run(t), PL_OK, "%s", pl_test_error(t));
    const pl_array found = pl_test_layer(t, 0, "sents");
    for (uint32_t i = 0; i < c.gold; i++) c.right += (uint32_t)has(&found, spans[i]);
    if (c.right < c.gold || found.n != c.gold) fprintf(stderr, "hard: %s\n", marked);
    pl_test_close(t);
    return c;
}

/* 99 of 100 are exact: both ends right. The misses are printed. */
Test(hard_news, ninety_nine_percent_of_the_sentences_are_exact) {
    struct count all = {0, 0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct count c = check(cases[i]);
        all.gold += c.gold;
        all.right += c.right;
    }
    fprintf(stderr, "hard news: %u of %u sentences exact\n", all.right, all.gold);
    cr_assert_geq(all.gold, 300);
    cr_expect_geq(all.right * 100, all.gold * 99);
}

/* A sentence cut once more is one sentence. */
Test(hard_news, sentences_are_not_cut_again) {
    const char *const config = "[pipeline]\nstages = tokenizer\n";
    pl_test *first = pl_test_open(config), *second = pl_test_open(config);
    char text[1024];
    pl_span spans[MOST];
    uint32_t n = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        read_label(cases[i], text, spans);
        pl_test_add(first, "case", text);
    }
    cr_assert_eq(pl_test_run(first), PL_OK, "%s", pl_test_error(first));
    for (uint32_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const pl_array found = pl_test_layer(first, i, "sents");
        const pl_str whole = pl_test_host(first)->text(pl_test_document(first, i));
        for (uint32_t j = 0; j < found.n; j++, n++) {
            const pl_span *s = (const void *)((const char *)found.v + j * found.element_size);
            pl_test_add_bytes(second, "sentence", whole.p + s->begin, s->end - s->begin);
        }
    }
    cr_assert_eq(pl_test_run(second), PL_OK, "%s", pl_test_error(second));
    for (uint32_t i = 0; i < n; i++) {
        const pl_str one = pl_test_host(second)->text(pl_test_document(second, i));
        cr_expect_eq(pl_test_layer(second, i, "sents").n, 1, "%.*s", (int)one.n, one.p);
    }
    pl_test_close(first);
    pl_test_close(second);
}
