#!/usr/bin/env python3
"""Makes data/countries.txt, data/cities.txt and data/first_names.txt.

  python3 make_lists.py FOLDER        FOLDER has countries.json.zst, cities15000.tsv.zst, kantrowitz_names/

Sources and licences are in data/NOTICE. What the sources lack (usual short names, plurals, other nationalities) is added here.
"""
import json, os, re, subprocess, sys

here = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'data')
source = sys.argv[1]


def unpacked(name):
    return subprocess.run(['zstd', '-dcq', os.path.join(source, name)], check=True, stdout=subprocess.PIPE).stdout.decode()


# The name that readers use, and more names, for countries of the source.
COMMON = {'Türkiye': 'Turkey', 'DR Congo': 'Democratic Republic of Congo', 'Congo': 'Republic of Congo', 'Timor-Leste': 'East Timor',
          'Vatican City': 'Vatican', 'Czechia': 'Czech Republic'}
MORE = {
    'United States': ['US', 'U.S.', 'U.S', 'USA', 'U.S.A.', 'America', 'United States of America'], 'United Kingdom': ['UK', 'U.K.', 'Britain', 'Great Britain'],
    'United Arab Emirates': ['UAE', 'U.A.E.', 'Emirates'], 'Turkey': ['Türkiye', 'Turkiye'], 'Czech Republic': ['Czechia'],
    'Democratic Republic of Congo': ['DR Congo', 'DRC', 'D.R. Congo', 'Congo-Kinshasa', 'Democratic Republic of the Congo', 'Congo'],
    'Republic of Congo': ['Congo-Brazzaville', 'Congo Republic', 'Republic of the Congo'],
    'East Timor': ['Timor-Leste'], 'Vatican': ['Vatican City', 'Holy See'], 'Ivory Coast': ["Côte d'Ivoire", "Cote d'Ivoire"],
    'Myanmar': ['Burma'], 'North Korea': ['DPRK', 'D.P.R.K.', "Democratic People's Republic of Korea"], 'South Korea': ['Republic of Korea', 'ROK', 'S. Korea'],
    'China': ["People's Republic of China", 'PRC', 'P.R.C.'], 'Taiwan': ['Republic of China', 'Chinese Taipei'], 'Russia': ['Russian Federation'],
    'Netherlands': ['Holland'], 'Eswatini': ['Swaziland'], 'North Macedonia': ['Macedonia', 'FYROM'], 'Kyrgyzstan': ['Kirghizia', 'Kyrgyz Republic'],
    'Saudi Arabia': ['KSA', 'Kingdom of Saudi Arabia'], 'Bosnia and Herzegovina': ['Bosnia', 'Bosnia-Herzegovina', 'Bosnia & Herzegovina'],
    'Trinidad and Tobago': ['Trinidad'], 'Saint Kitts and Nevis': ['St. Kitts and Nevis', 'St. Kitts'], 'Saint Lucia': ['St. Lucia', 'St Lucia'],
    'Saint Vincent and the Grenadines': ['St. Vincent and the Grenadines', 'St. Vincent'], 'São Tomé and Príncipe': ['Sao Tome and Principe', 'Sao Tome'],
    'Réunion': ['Reunion'], 'Curaçao': ['Curacao'], 'Cape Verde': ['Cabo Verde'], 'Gambia': ['The Gambia'], 'Bahamas': ['The Bahamas'], 'Palestine': ['Palestinian Territories',
    'Palestinian territories'], 'Micronesia': ['Federated States of Micronesia'], 'Syria': ['Syrian Arab Republic'], 'Iran': ['Islamic Republic of Iran'],
    'Laos': ["Lao People's Democratic Republic"], 'Vietnam': ['Viet Nam'], 'Belarus': ['Byelorussia'], 'Moldova': ['Republic of Moldova'], 'Kosovo': ['Republic of Kosovo'],
    'Antigua and Barbuda': ['Antigua'], 'Papua New Guinea': ['PNG'], 'Central African Republic': ['CAR'], 'New Zealand': ['NZ'], 'Ireland': ['Republic of Ireland'], 'Macau': ['Macao'],
    'Falkland Islands': ['Falklands', 'Malvinas'], 'Solomon Islands': ['Solomons'], 'Ukraine': ['The Ukraine'], 'Brunei': ['Brunei Darussalam'], 'Guinea-Bissau': ['Guinea Bissau']}
WEAK = {'Georgia', 'Jordan', 'Chad', 'Jersey', 'Guernsey', 'Turkey', 'Guinea', 'Dominica', 'Congo', 'Emirates', 'Grenada', 'Trinidad', 'CAR', 'The Ukraine', 'Holland', 'Reunion', 'Niger', 'ROK', 'NZ', 'PNG', 'Antigua'}
FIRST_NAMES = {'Dominique', 'Maurice'}  # names of Dominica and Mauritius in French
# Nationalities: form, plural and other forms; "-" takes the form of the source away.
PEOPLE = {
    'Afghanistan': 'Afghan Afghans', 'Argentina': 'Argentine Argentines Argentinian Argentinians Argentinean', 'Bangladesh': 'Bangladeshi Bangladeshis Bengali',
    'Belarus': 'Belarusian Belarusians Belarussian', 'Botswana': 'Motswana Batswana Botswanan', 'Burkina Faso': 'Burkinabe Burkinabé Burkinabes',
    'Bosnia and Herzegovina': 'Bosnian Bosnians Herzegovinian', 'United Kingdom': 'British Briton Britons English Englishman Englishmen Scottish Scots Welsh Northern_Irish',
    'Cape Verde': 'Cape_Verdean Cape_Verdeans Cape_Verdian', 'China': 'Chinese', 'Comoros': 'Comoran Comorian', 'Czech Republic': 'Czech Czechs', 'Denmark': 'Danish Dane Danes',
    'Djibouti': 'Djiboutian Djiboutians', 'Ecuador': 'Ecuadorean Ecuadorian Ecuadoreans Ecuadorians', 'Finland': 'Finnish Finn Finns', 'France': 'French Frenchman Frenchmen Frenchwoman',
    'Germany': 'German Germans', 'Gibraltar': 'Gibraltarian Gibraltarians', 'Hong Kong': 'Hong_Konger Hong_Kongers', 'Iceland': 'Icelandic Icelander Icelanders', 'Iran': 'Iranian Iranians Persian Persians',
    'Ireland': 'Irish Irishman Irishmen', 'Israel': 'Israeli Israelis', 'Kazakhstan': 'Kazakh Kazakhs Kazakhstani Kazakhstanis', 'Kiribati': 'I-Kiribati', 'Kosovo': 'Kosovar Kosovars Kosovan',
    'Kyrgyzstan': 'Kyrgyz Kirghiz Kyrgyzstani', 'Laos': 'Lao Laotian Laotians', 'Lesotho': 'Mosotho Basotho', 'Luxembourg': 'Luxembourger Luxembourgers Luxembourgish', 'Madagascar': 'Malagasy',
    'Maldives': 'Maldivian Maldivians Maldivan', 'Mexico': 'Mexican Mexicans', 'Myanmar': 'Burmese', 'Nepal': 'Nepalese Nepali Nepalis', 'Netherlands': 'Dutch Dutchman', 'New Zealand': 'New_Zealander New_Zealanders Kiwi Kiwis',
    'Niger': 'Nigerien Nigeriens', 'North Korea': 'North_Korean North_Koreans', 'Palestine': 'Palestinian Palestinians', 'Philippines': 'Filipino Filipinos Filipina Philippine', 'Poland': 'Polish Pole Poles',
    'Portugal': 'Portuguese', 'Saudi Arabia': 'Saudi Saudis Saudi_Arabian', 'Serbia': 'Serbian Serb Serbs Serbians', 'Slovakia': 'Slovak Slovaks Slovakian', 'Slovenia': 'Slovene Slovenian Slovenes Slovenians',
    'Somalia': 'Somali Somalis', 'South Korea': 'South_Korean South_Koreans', 'Spain': 'Spanish Spaniard Spaniards', 'Sri Lanka': 'Sri_Lankan Sri_Lankans', 'Suriname': 'Surinamese Surinamer', 'Sweden': 'Swedish Swede Swedes',
    'Switzerland': 'Swiss', 'Syria': 'Syrian Syrians', 'Tajikistan': 'Tajik Tajiks Tajikistani', 'Thailand': 'Thai Thais', 'Trinidad and Tobago': 'Trinidadian Trinidadians Tobagonian', 'Turkey': 'Turkish Turk Turks',
    'Turkmenistan': 'Turkmen Turkmens', 'United Arab Emirates': 'Emirati Emiratis', 'United States': 'American Americans', 'Uzbekistan': 'Uzbek Uzbeks Uzbekistani', 'Vanuatu': 'Ni-Vanuatu Vanuatuan', 'Vatican': '',
    'Yemen': 'Yemeni Yemenis Yemenite', 'East Timor': 'East_Timorese Timorese', 'Croatia': 'Croatian Croat Croats Croatians', 'Hungary': 'Hungarian Hungarians', 'Antigua and Barbuda': 'Antiguan Barbudan', 'Azerbaijan': 'Azerbaijani Azerbaijanis Azeri Azeris',
    'North Macedonia': 'Macedonian Macedonians', 'Saint Kitts and Nevis': 'Kittitian', 'Antarctica': '', 'South Georgia': '', 'Bouvet Island': '', 'Saint Vincent and the Grenadines': 'Vincentian Saint_Vincentian', 'India': 'Indian Indians',
    'British Indian Ocean Territory': '', 'French Southern and Antarctic Lands': '', 'Caribbean Netherlands': '', 'Svalbard and Jan Mayen': '', 'Northern Mariana Islands': '', 'Jamaica': 'Jamaican Jamaicans', 'Saint Pierre and Miquelon': '', 'Iraq': 'Iraqi Iraqis',
    'Kuwait': 'Kuwaiti Kuwaitis', 'Qatar': 'Qatari Qataris', 'Oman': 'Omani Omanis', 'Pakistan': 'Pakistani Pakistanis', 'Bahrain': 'Bahraini Bahrainis', 'Greece': 'Greek Greeks', 'Cyprus': 'Cypriot Cypriots Greek_Cypriot Greek_Cypriots Turkish_Cypriot Turkish_Cypriots',
    'Monaco': 'Monegasque', 'Zimbabwe': 'Zimbabwean Zimbabweans', 'Republic of Congo': '', 'United States Minor Outlying Islands': '', 'Dominican Republic': 'Dominican Dominicans', 'Dominica': '', 'Eswatini': 'Swazi Swazis', 'Jersey': '', 'Guernsey': '', 'Isle of Man': 'Manx'}
MORE_CAPITALS = {'Kazakhstan': ['Astana', 'Nur-Sultan'], 'Ukraine': ['Kyiv', 'Kiev'], 'United States': ['Washington', 'Washington D.C.', 'Washington, D.C.', 'Washington DC', 'Washington, DC'], 'Myanmar': ['Naypyidaw', 'Naypyitaw', 'Yangon', 'Rangoon'], 'Nigeria': ['Abuja', 'Lagos'],
                 'India': ['New Delhi', 'Delhi'], 'Israel': ['Jerusalem', 'Tel Aviv'], 'Mexico': ['Mexico City'], 'Moldova': ['Chisinau', 'Chișinău'], 'Tanzania': ['Dodoma', 'Dar es Salaam'], 'Ivory Coast': ['Abidjan', 'Yamoussoukro'], 'Mongolia': ['Ulaanbaatar', 'Ulan Bator'],
                 'Romania': ['Bucharest'], 'Maldives': ['Male'], 'Palestine': ['Ramallah', 'Gaza City'], 'Australia': ['Canberra', 'Sydney'], 'Chad': ["N'Djamena"], 'Saudi Arabia': ['Riyadh'], 'Eswatini': ['Mbabane'], 'Kosovo': ['Pristina'], 'Brazil': ['Brasilia', 'Brasília'], 'Netherlands': ['The Hague', 'Amsterdam'],
                 'Iceland': ['Reykjavik'], 'Paraguay': ['Asuncion', 'Asunción'], 'Colombia': ['Bogota', 'Bogotá'], 'Cameroon': ['Yaounde', 'Yaoundé'], 'Togo': ['Lome', 'Lomé'], 'Costa Rica': ['San Jose'], 'Turkmenistan': ['Ashgabat'], 'Yemen': ['Sanaa', "Sana'a", 'Aden'], 'Burundi': ['Bujumbura', 'Gitega']}


def plural(form):
    return [] if re.search(r'(ese|sh|ch|ss|z|Thai|Lao|ois|is|s)$', form) else [form + 's']


def latin(name):
    return len(name) > 3 and all(ord(c) < 0x250 or ord(c) > 0x1dff and ord(c) < 0x1f00 or c in '’‘ʻ' for c in name)


def countries(out, currencies):
    rows = json.loads(unpacked('countries.json.zst'))
    names, people, capitals = [], [], []
    for c in rows:
        name = COMMON.get(c['name']['common'], c['name']['common'])
        forms = [name] + [n for n in [c['name']['common'], c['name']['official']] + c['altSpellings'] if latin(n)] + MORE.get(name, [])
        forms += [n[k] for n in c['name'].get('native', {}).values() for k in n if latin(n[k])]
        seen = []
        for f in forms: # no article: "the Netherlands" has the name "Netherlands"
            if f not in seen and f.removeprefix('The ') not in seen and f not in FIRST_NAMES and not re.match(r'^(of |\()', f): seen.append(f)
        if name == 'Republic of Congo': seen.remove('Congo')
        names.append([('?' if f in WEAK else '') + f for f in seen])
        demonym = [d.strip() for d in re.split(r',| or ', c['demonyms'].get('eng', {}).get('m', ''))]
        if name in PEOPLE: forms = [f.replace('_', ' ') for f in PEOPLE[name].split()]
        else: forms = [f for d in demonym if d for f in [d] + plural(d)]
        if forms: people.append((forms, name))
        cs = [x for x in c['capital'] + MORE_CAPITALS.get(name, []) if x]
        for x in dict.fromkeys(cs): capitals.append((x, name))
        for code, v in c['currencies'].items(): currencies.setdefault(v['name'], code)
    nationalities = {f for forms, _ in people for f in forms}
    names = [[f for f in forms if f.lstrip('?') not in nationalities] for forms in names]
    out.write('[GPE country]\n')
    for forms in sorted(names, key=lambda f: f[0].lstrip('?')): out.write(' | '.join(forms) + '\n')
    out.write('[NORP nationality]\n')
    for forms, name in sorted(people): out.write('\n'.join('%s -> %s' % (' | '.join(variants), name) for variants in grouped(forms)) + '\n')
    out.write('[GPE capital weak]\n')
    for x, name in sorted(set(capitals)): out.write('%s -> %s\n' % (x, name))
    return {x for x, _ in capitals} | {f.lstrip('?') for n in names for f in n}


def grouped(forms):
    """Adjective and its plural are one line: the first form is the canonical one."""
    rows = []
    for f in forms:
        for row in rows:
            if f == row[0] + 's': row.append(f); break
        else: rows.append([f])
    return rows


def money(out, currencies):
    """'Kenyan shilling' and its plural, for the rules."""
    out.write('[currency]\n')
    for name, code in sorted(currencies.items()):
        if ' ' not in name or not all(c.isalpha() or c in " -'" for c in name) or '[' in name: continue
        word = name.replace(' ', '_')
        for form in sorted({word, word + 's'} if not word.endswith('s') else {word}): out.write('%s=%s\n' % (form.lower(), code))


def write(name, title, body):
    with open(os.path.join(here, name), 'w', encoding='utf-8') as out:
        out.write('# %s Made by make_lists.py; see NOTICE.\n' % title)
        return body(out)


def cities(out, known, least, weak):
    """The places of at least this many people, by name, with the country of the largest one; the large ones decide by themselves."""
    countries = {c['cca2']: COMMON.get(c['name']['common'], c['name']['common']) for c in json.loads(unpacked('countries.json.zst'))}
    rows = [line.split('\t') for line in unpacked('cities15000.tsv.zst').splitlines()[1:]]
    rows.sort(key=lambda r: (-int(r[4]), r[0]))
    out.write('[GPE city weak]\n')
    for r in rows:
        if weak and int(r[4]) < weak: weak = out.write('[GPE city hint]\n') * 0
        forms = [f for f in dict.fromkeys(r[:2]) if f not in known and len(f) > 2]
        if int(r[4]) < least or not forms or r[2] not in countries: continue
        known.update(forms)
        out.write('%s -> %s\n' % (' | '.join(forms), countries[r[2]]))


def first_names(out):
    out.write('[PERSON first hint]\n')
    names = set()
    for f in ('male.txt', 'female.txt'):
        names |= {n.strip() for n in open(os.path.join(source, 'kantrowitz_names', f), encoding='latin-1')}
    for n in sorted(names):
        if len(n) > 1: out.write(n + '\n')


def main():
    currencies = {}
    known = write('countries.txt', 'Countries, nationalities, capitals.', lambda out: countries(out, currencies))
    write('cities.txt', 'Cities of 40,000 people or more, the largest first.', lambda out: cities(out, known, 40000, 300000))
    write('first_names.txt', 'First names.', first_names)
    write('currencies.txt', 'Currencies with their country.', lambda out: money(out, currencies))


main()
