import type { Sex } from './identity-number.ts'
import { itemAt, type Random } from './random.ts'

/** Where a family's names come from. Names of other scripts stand as Folkeregisteret writes them, in Latin letters. */
export type Origin = keyof typeof familyNames

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** The common ones first. Given names are by the time of birth: before 1950, before 1980, before 2000, later. */
const norwegianGivenNames: Record<Sex, readonly (readonly string[])[]> = {
  F: [
    words(`Anne Inger Kari Marit Ingrid Liv Berit Astrid Bjørg Gerd Else Solveig Randi Ruth Aud Turid Torill Karin Reidun
      Sigrid Åse Gunvor Borghild Ragnhild Signe Jorunn Aslaug Synnøve Målfrid Magnhild Dagny Sølvi Åshild Gudrun Ingebjørg
      Oddny Borgny Klara Olaug Margot Håvardine Jofrid`),
    words(`Anne Marit Hilde Bente Heidi Kristin Nina Wenche Elisabeth Tone Mona Siv Trine Grete Anita Ellen Hege Unni Gro
      Tove Mette Lise Ann-Kristin Monica Camilla Linda Lene Merete Åse Ragnhild Anne-Lise Vigdis Sissel Gunn Laila Sølvi
      Bjørg Ingvild Ågot Øydis Inger-Johanne Britt Aina`),
    words(`Ida Silje Kristine Ingrid Maria Marte Camilla Julie Karoline Thea Marthe Stine Malin Helene Cecilie Hanne Sara
      Marianne Ane Mari Vilde Emilie Kaja Nora Benedicte Ragnhild Tonje Guro Siri Åshild Oda Sunniva Mathilde Solveig
      Frida Maren Renate Line Øyunn Andrea Synne Astri`),
    words(`Emma Nora Sofie Olivia Ella Maja Ingrid Emilie Sara Thea Leah Amalie Ada Frida Sigrid Astrid Hedda Aurora Tuva
      Ella-Marie Mathilde Selma Vilde Tiril Live Solveig Åsne Ylva Sunniva Alma Eline Jenny Mia Iben Ronja Dorthea Liv
      Mille Eira Kaja Ingeborg Åse-Marie`),
  ],
  M: [
    words(`Jan Per Arne Bjørn Kjell Odd Svein Knut Tor Harald Leif Olav Einar Rolf Gunnar Arvid Asbjørn Kåre Sverre Håkon
      Egil Oddvar Magne Trygve Reidar Birger Sigurd Torleif Åge Ragnar Steinar Øyvind Nils Alf Ottar Finn Jostein Ingvald
      Halvor Gudbrand Peder Torbjørn`),
    words(`Jan Bjørn Terje Morten Svein Geir Tor Rune Trond Øyvind Frode Kjetil Tore Stein Roger Espen Erik Pål Lars Anders
      Øystein Knut Jon Dag Hans-Petter Atle Vidar Eirik Roar Arild Jan-Erik Gaute Åsmund Børge Håvard Kåre Njål Ståle
      Sindre Ole-Jørgen Tormod Inge`),
    words(`Lars Thomas Martin Kristian Andreas Magnus Henrik Anders Ole Marius Fredrik Eirik Sindre Håkon Simen Mats Stian
      Jonas Øyvind Espen Kristoffer Erlend Joakim Vegard Håvard Daniel Sondre Torstein Even Jørgen Ola Kim Sigurd Åsmund
      Petter Bjørnar Tarjei Ørjan Kjetil Steffen Mathias Eivind`),
    words(`Jakob Emil Noah Oliver Filip William Lucas Oskar Henrik Magnus Isak Johannes Aksel Kasper Theodor Mathias Håkon
      Sander Elias Tobias Ludvig Iver Even Sigurd Odin Jonas Nikolai Trym Birk Mikkel Olav Kristian Brage Ulrik Storm Sverre
      Kåre Åsmund Leon Ola-Magnus Bjørn Eirik`),
  ],
}

const givenNames = {
  sami: {
    F: words(`Áile Máret Elle Risten Inga Biret Ánne Sárá Káre Ravdna Elle-Máret Máijá Berit Márjá Láilá Inger-Máret Iŋgá
      Elen Kirste Gáddjá Sunnivá Biŋŋá Álehttá`),
    M: words(`Ánte Niillas Máhtte Mihkkal Juhán Ánde Piera Isák Nils-Mihkkal Jovnna Áslat Heaika Lemet Rávdná Johan-Ánte
      Ándaras Mikkel Issát Gáren Ovllá Nilla Ássá Máret-Ánte Bávlos Duommá`),
  },
  polish: {
    F: words(
      'Anna Katarzyna Małgorzata Agnieszka Barbara Ewa Joanna Magdalena Zofia Julia Elżbieta Żaneta Zuzanna Łucja',
    ),
    M: words(
      'Piotr Krzysztof Andrzej Tomasz Paweł Marcin Michał Grzegorz Jakub Łukasz Mateusz Zbigniew Sławomir Kacper',
    ),
  },
  baltic: {
    F: words('Rasa Jurgita Kristina Daiva Rūta Agnė Inga Ilze Līga Kadri Austėja Živilė'),
    M: words('Tomas Darius Mindaugas Jonas Vytautas Andrius Jānis Andris Žygimantas Šarūnas Tanel Edgars'),
  },
  somali: {
    F: words('Amina Fadumo Hodan Halimo Khadra Sahra Ifrah Hibaaq Naima Ubah Ayaan Deqa'),
    M: words('Mohamed Abdi Ahmed Abdirahman Hassan Omar Yusuf Liban Mahad Ismail Guled Warsame'),
  },
  southAsian: {
    F: words('Fatima Ayesha Saima Zainab Nadia Sadia Hira Mahnoor Priya Lakshmi Tharshini Maryam'),
    M: words('Mohammad Ali Imran Usman Tariq Asif Bilal Hamza Arjun Suthan Rajan Zeeshan'),
  },
  arabic: {
    F: words("Maryam Noor Rima Hala Layla Yasmin Rasha Dina Salma Aya Ro'a Israa"),
    M: words('Mustafa Omar Khaled Youssef Karim Samir Anas Mahmoud Bashar Tarek Zaid Abd-al-Rahman'),
  },
  eritrean: {
    F: words('Selam Helen Rahel Feven Miriam Bethlehem Saba Winta Semhar Luwam Tsige Letebrhan'),
    M: words('Yonas Filmon Samuel Dawit Tesfay Robel Henok Abel Mehari Kidane Ghirmay Tewolde'),
  },
  vietnamese: {
    F: words('Linh Thảo Hương Lan Thu Mai Ngọc Trang Phương Kim-Anh Hà Vy'),
    M: words('Minh Tuấn Hùng Dũng Quang Nam Long Đức Bảo Khoa Thanh Việt'),
  },
  ukrainian: {
    F: words('Olena Oksana Iryna Nataliia Yuliia Svitlana Tetiana Kateryna Anastasiia Halyna Liudmyla Daryna'),
    M: words('Oleksandr Serhii Andrii Dmytro Volodymyr Ivan Mykola Yurii Vitalii Bohdan Taras Danylo'),
  },
  nordicAndWest: {
    F: words('Anna Eva Karin Lena Sofia Emma Charlotte Johanna Sinéad Zoë Françoise Guðrún Päivi Siobhán'),
    M: words('Lars Erik Johan Stefan Björn Jürgen James Peter Søren Sigurður Mikko René Jörg Seán'),
  },
} as const

const familyNames = {
  norwegian: words(`Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen
    Eriksen Berg Haugen Hagen Johannessen Andreassen Jacobsen Dahl Jørgensen Halvorsen Henriksen Lund Sørensen Jakobsen
    Moen Gundersen Iversen Strand Solberg Svendsen Eide Knutsen Martinsen Paulsen Bakken Kristoffersen Mathisen Lie
    Amundsen Nguyen-Berg Rasmussen Lunde Solheim Berge Moe Nygård Bakke Kristensen Fredriksen Holm Lien Hauge Christensen
    Andresen Nielsen Knudsen Evensen Sæther Aas Hanssen Myhre Haugland Thomassen Sivertsen Simonsen Danielsen Berntsen
    Sandvik Rønning Arnesen Næss Antonsen Haug Ellingsen Thorsen Edvardsen Vik Isaksen Gulbrandsen Ruud Aasen Strøm
    Tangen Ødegård Jenssen Myklebust Bøe Eliassen Mikkelsen Tveit Helland Aune Brekke Engen Birkeland Ali-Hansen Madsen
    Breivik Fossum Hermansen Sæterbø Åsen Øverland Østby Ågotnes Skår Håland Nærø Kvåle Sjøvoll Ørjasæter Bråthen
    Grønvold Kjærstad Fjærestad Skjærpe Tømmerås Møgster Løvås Sørbø Røssland Værnes Lindås-Øygarden`),
  sami: words(`Eira Gaup Sara Utsi Somby Triumf Njunnás Hætta Bongo Bæhr Turi Oskal Buljo Eriksen-Gáren Márkomeannu Porsanger
    Guttorm Varsi Šuđđovárri Johnskareng Ánnáš Valkeapää Boine Siri Niittyvuopio Gáŋgaviika Čáhcesuolu Jåma Kappfjell
    Đurkásjávri Ŋáhppi`),
  polish:
    words(`Nowak Kowalska-Berg Wiśniewski Wójcik Kowalczyk Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski
    Kozłowski Jabłoński Król Wróbel Piątek Gołąb`),
  baltic:
    words(`Kazlauskas Jankauskas Petrauskas Stankevičius Vasiliauskas Žukauskas Butkus Bērziņš Kalniņš Ozoliņš Tamm Saar
    Šimkus Ķirsis`),
  somali: words('Mohamed Ali Abdi Ahmed Hassan Omar Farah Yusuf Warsame Nur Jama Osman Abdullahi Sheikh-Ali'),
  southAsian: words(
    'Khan Ahmed Hussain Malik Iqbal Shah Butt Chaudhry Mahmood Singh Kumar Rajaratnam Sivapalan Ul-Haq',
  ),
  arabic: words(
    "Hussein Al-Hassan Saleh Ibrahim Mahmoud Khalil Al-Masri Haddad Nasser Aziz El-Amrani Sa'adi Abdul-Karim",
  ),
  eritrean: words('Tesfay Haile Berhane Kidane Gebremedhin Habte Ghebreyesus Tekle Weldu Abraha Mehari Woldegebriel'),
  vietnamese: words('Nguyễn Trần Lê Phạm Hoàng Huỳnh Võ Đặng Bùi Đỗ Ngô Lý'),
  ukrainian:
    words(`Shevchenko Kovalenko Bondarenko Tkachenko Kravchenko Oliinyk Shevchuk Koval Polishchuk Bondar Lysenko
    Zakhar'iev`),
  nordicAndWest:
    words(`Andersson Johansson Nilsson Lindström Björk Müller Schmidt Weiß Smith O'Connor MacLeod Korhonen Virtanen
    Jónsdóttir Sigurðsson Nørgaard Lefèvre García Muñoz`),
} as const

/** Parts of all families whose names are not Norwegian, in per cent (after Statistics Norway's table of countries). */
const abroad: readonly (readonly [Exclude<Origin, 'norwegian' | 'sami'>, number])[] = [
  ['polish', 2.3],
  ['nordicAndWest', 3.6],
  ['baltic', 1.2],
  ['ukrainian', 1.5],
  ['southAsian', 1.8],
  ['somali', 0.9],
  ['arabic', 2],
  ['eritrean', 0.7],
  ['vietnamese', 0.7],
]

/** @param isSamiArea a kommune of the north, where one family in seven has a Sámi name; elsewhere one in 250 */
export function pickOrigin(random: Random, isSamiArea: boolean): Origin {
  if (random.chance(isSamiArea ? 0.14 : 0.004)) return 'sami'
  let point = random.fraction() * 100
  for (const [origin, percent] of abroad) {
    point -= percent
    if (point < 0) return origin
  }
  return 'norwegian'
}

export function pickOriginAbroad(random: Random): Origin {
  return random.pick(abroad)[0]
}

/** A family name; every twelfth is made of two. */
export function pickFamilyName(random: Random, origin: Origin): string {
  const name = random.pickCommonFirst(familyNames[origin])
  return random.chance(0.08) ? `${name} ${random.pickCommonFirst(familyNames.norwegian)}` : name
}

export function pickGivenName(random: Random, origin: Origin, sex: Sex, birthYear: number): string {
  if (origin !== 'norwegian') return random.pickCommonFirst(givenNames[origin][sex])
  const cohort = birthYear < 1950 ? 0 : birthYear < 1980 ? 1 : birthYear < 2000 ? 2 : 3
  return random.pickCommonFirst(itemAt(norwegianGivenNames[sex], cohort))
}
