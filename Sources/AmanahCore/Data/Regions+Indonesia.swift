extension Regions {
    /// Provinces, kab/kota and kecamatan of Indonesia: a line `code|name` for each province and
    /// `code|name|kecamatan` for each kab/kota, whose kecamatan stand as spans of their last two digits.
    ///
    /// Written by `Tests/oracles/regions_table.py`; not edited by hand.
    ///
    /// Source: Kemendagri codes as collected in cahyadsn/wilayah, MIT licence.
    static let indonesiaTable = """
        11|Aceh
        1101|Kabupaten Aceh Selatan|1-18
        1102|Kabupaten Aceh Tenggara|1-16
        1103|Kabupaten Aceh Timur|1-24
        1104|Kabupaten Aceh Tengah|1-3 7-8 10-13 17-21
        1105|Kabupaten Aceh Barat|1-12
        1106|Kabupaten Aceh Besar|1-23
        1107|Kabupaten Pidie|3-9 11-19 21-22 24-25 27 29 31
        1108|Kabupaten Aceh Utara|1-27
        1109|Kabupaten Simeulue|1-10
        1110|Kabupaten Aceh Singkil|1-2 4 6 9-14 16
        1111|Kabupaten Bireuen|1-17
        1112|Kabupaten Aceh Barat Daya|1-9
        1113|Kabupaten Gayo Lues|1-11
        1114|Kabupaten Aceh Jaya|1-9
        1115|Kabupaten Nagan Raya|1-10
        1116|Kabupaten Aceh Tamiang|1-12
        1117|Kabupaten Bener Meriah|1-10
        1118|Kabupaten Pidie Jaya|1-8
        1171|Kota Banda Aceh|1-9
        1172|Kota Sabang|1-3
        1173|Kota Lhokseumawe|1-4
        1174|Kota Langsa|1-5
        1175|Kota Subulussalam|1-5
        12|Sumatera Utara
        1201|Kabupaten Tapanuli Tengah|1-20
        1202|Kabupaten Tapanuli Utara|1-15
        1203|Kabupaten Tapanuli Selatan|1-7 14 20-22 29-32
        1204|Kabupaten Nias|5-6 10-11 20-21 27-29 35
        1205|Kabupaten Langkat|1-23
        1206|Kabupaten Karo|1-17
        1207|Kabupaten Deli Serdang|1-9 19-28 31-33
        1208|Kabupaten Simalungun|1-32
        1209|Kabupaten Asahan|8-32
        1210|Kabupaten Labuhanbatu|1-2 7-9 14 18-20
        1211|Kabupaten Dairi|1-15
        1212|Kabupaten Toba|1-10 19-24
        1213|Kabupaten Mandailing Natal|1-23
        1214|Kabupaten Nias Selatan|1-35
        1215|Kabupaten Pakpak Bharat|1-8
        1216|Kabupaten Humbang Hasundutan|1-10
        1217|Kabupaten Samosir|1-9
        1218|Kabupaten Serdang Bedagai|1-17
        1219|Kabupaten Batu Bara|1-12
        1220|Kabupaten Padang Lawas Utara|1-12
        1221|Kabupaten Padang Lawas|1-17
        1222|Kabupaten Labuhanbatu Selatan|1-5
        1223|Kabupaten Labuhanbatu Utara|1-8
        1224|Kabupaten Nias Utara|1-11
        1225|Kabupaten Nias Barat|1-8
        1271|Kota Medan|1-21
        1272|Kota Pematangsiantar|1-8
        1273|Kota Sibolga|1-4
        1274|Kota Tanjungbalai|1-6
        1275|Kota Binjai|1-5
        1276|Kota Tebing Tinggi|1-5
        1277|Kota Padangsidimpuan|1-6
        1278|Kota Gunungsitoli|1-6
        13|Sumatera Barat
        1301|Kabupaten Pesisir Selatan|1-15
        1302|Kabupaten Solok|3-13 17-19
        1303|Kabupaten Sijunjung|3-10
        1304|Kabupaten Tanah Datar|1-14
        1305|Kabupaten Padang Pariaman|1-17
        1306|Kabupaten Agam|1-16
        1307|Kabupaten Lima Puluh Kota|1-13
        1308|Kabupaten Pasaman|4-5 7-8 12-19
        1309|Kabupaten Kepulauan Mentawai|1-10
        1310|Kabupaten Dharmasraya|1-11
        1311|Kabupaten Solok Selatan|1-7
        1312|Kabupaten Pasaman Barat|1-11
        1371|Kota Padang|1-11
        1372|Kota Solok|1-2
        1373|Kota Sawahlunto|1-4
        1374|Kota Padang Panjang|1-2
        1375|Kota Bukittinggi|1-3
        1376|Kota Payakumbuh|1-5
        1377|Kota Pariaman|1-4
        14|Riau
        1401|Kabupaten Kampar|1-21
        1402|Kabupaten Indragiri Hulu|1-14
        1403|Kabupaten Bengkalis|1-3 9-16
        1404|Kabupaten Indragiri Hilir|1-20
        1405|Kabupaten Pelalawan|1-12
        1406|Kabupaten Rokan Hulu|1-16
        1407|Kabupaten Rokan Hilir|1-18
        1408|Kabupaten Siak|1-14
        1409|Kabupaten Kuantan Singingi|1-15
        1410|Kabupaten Kepulauan Meranti|1-9
        1471|Kota Pekanbaru|1-15
        1472|Kota Dumai|1-7
        15|Jambi
        1501|Kabupaten Kerinci|1-2 4-9 11 15-23
        1502|Kabupaten Merangin|1-24
        1503|Kabupaten Sarolangun|1-11
        1504|Kabupaten Batanghari|1-8
        1505|Kabupaten Muaro Jambi|1-11
        1506|Kabupaten Tanjung Jabung Barat|1-13
        1507|Kabupaten Tanjung Jabung Timur|1-11
        1508|Kabupaten Bungo|1-17
        1509|Kabupaten Tebo|1-12
        1571|Kota Jambi|1-11
        1572|Kota Sungai Penuh|1-8
        16|Sumatera Selatan
        1601|Kabupaten Ogan Komering Ulu|7-9 13-14 20-22 28-32
        1602|Kabupaten Ogan Komering Ilir|2-5 8 11-15 17-24
        1603|Kabupaten Muara Enim|1-4 6-11 14-17 19 21-27
        1604|Kabupaten Lahat|1 6-10 12 15-31
        1605|Kabupaten Musi Rawas|1-3 8-14 18-21
        1606|Kabupaten Musi Banyuasin|1-15
        1607|Kabupaten Banyuasin|1-21
        1608|Kabupaten Ogan Komering Ulu Timur|1-20
        1609|Kabupaten Ogan Komering Ulu Selatan|1-19
        1610|Kabupaten Ogan Ilir|1-16
        1611|Kabupaten Empat Lawang|1-10
        1612|Kabupaten Penukal Abab Lematang Ilir|1-5
        1613|Kabupaten Musi Rawas Utara|1-7
        1671|Kota Palembang|1-18
        1672|Kota Pagar Alam|1-5
        1673|Kota Lubuk Linggau|1-8
        1674|Kota Prabumulih|1-6
        17|Bengkulu
        1701|Kabupaten Bengkulu Selatan|1-11
        1702|Kabupaten Rejang Lebong|6-11 16-24
        1703|Kabupaten Bengkulu Utara|1 6-16 19-25
        1704|Kabupaten Kaur|1-15
        1705|Kabupaten Seluma|1-14
        1706|Kabupaten Mukomuko|1-15
        1707|Kabupaten Lebong|1-12
        1708|Kabupaten Kepahiang|1-8
        1709|Kabupaten Bengkulu Tengah|1-11
        1771|Kota Bengkulu|1-9
        18|Lampung
        1801|Kabupaten Lampung Selatan|4-10 13-18 21-24
        1802|Kabupaten Lampung Tengah|1-28
        1803|Kabupaten Lampung Utara|1-23
        1804|Kabupaten Lampung Barat|4-11 15 18-23
        1805|Kabupaten Tulang Bawang|2 6 8 11-13 18 20 22-23 25-27 29-30
        1806|Kabupaten Tanggamus|1-4 9 11-13 15-21 24-28
        1807|Kabupaten Lampung Timur|1-24
        1808|Kabupaten Way Kanan|1-15
        1809|Kabupaten Pesawaran|1-11
        1810|Kabupaten Pringsewu|1-9
        1811|Kabupaten Mesuji|1-7
        1812|Kabupaten Tulang Bawang Barat|1-9
        1813|Kabupaten Pesisir Barat|1-11
        1871|Kota Bandar Lampung|1-20
        1872|Kota Metro|1-5
        19|Kepulauan Bangka Belitung
        1901|Kabupaten Bangka|1-8
        1902|Kabupaten Belitung|1-5
        1903|Kabupaten Bangka Selatan|1-8
        1904|Kabupaten Bangka Tengah|1-6
        1905|Kabupaten Bangka Barat|1-6
        1906|Kabupaten Belitung Timur|1-7
        1971|Kota Pangkal Pinang|1-7
        21|Kepulauan Riau
        2101|Kabupaten Bintan|4 6-10 12-15
        2102|Kabupaten Karimun|1-14
        2103|Kabupaten Natuna|4-11 15-16 18-24
        2104|Kabupaten Lingga|1-13
        2105|Kabupaten Kepulauan Anambas|1-10
        2171|Kota Batam|1-12
        2172|Kota Tanjung Pinang|1-4
        31|Daerah Khusus Ibukota Jakarta
        3101|Kabupaten Administrasi Kepulauan Seribu|1-2
        3171|Kota Administrasi Jakarta Pusat|1-8
        3172|Kota Administrasi Jakarta Utara|1-6
        3173|Kota Administrasi Jakarta Barat|1-8
        3174|Kota Administrasi Jakarta Selatan|1-10
        3175|Kota Administrasi Jakarta Timur|1-10
        32|Jawa Barat
        3201|Kabupaten Bogor|1-40
        3202|Kabupaten Sukabumi|1-47
        3203|Kabupaten Cianjur|1-32
        3204|Kabupaten Bandung|5-17 25-40 44 46
        3205|Kabupaten Garut|1-42
        3206|Kabupaten Tasikmalaya|1-39
        3207|Kabupaten Ciamis|1-19 29-35 37
        3208|Kabupaten Kuningan|1-32
        3209|Kabupaten Cirebon|1-40
        3210|Kabupaten Majalengka|1-26
        3211|Kabupaten Sumedang|1-26
        3212|Kabupaten Indramayu|1-31
        3213|Kabupaten Subang|1-30
        3214|Kabupaten Purwakarta|1-17
        3215|Kabupaten Karawang|1-30
        3216|Kabupaten Bekasi|1-23
        3217|Kabupaten Bandung Barat|1-16
        3218|Kabupaten Pangandaran|1-10
        3271|Kota Bogor|1-6
        3272|Kota Sukabumi|1-7
        3273|Kota Bandung|1-30
        3274|Kota Cirebon|1-5
        3275|Kota Bekasi|1-12
        3276|Kota Depok|1-11
        3277|Kota Cimahi|1-3
        3278|Kota Tasikmalaya|1-10
        3279|Kota Banjar|1-4
        33|Jawa Tengah
        3301|Kabupaten Cilacap|1-24
        3302|Kabupaten Banyumas|1-27
        3303|Kabupaten Purbalingga|1-18
        3304|Kabupaten Banjarnegara|1-20
        3305|Kabupaten Kebumen|1-26
        3306|Kabupaten Purworejo|1-16
        3307|Kabupaten Wonosobo|1-15
        3308|Kabupaten Magelang|1-21
        3309|Kabupaten Boyolali|1-22
        3310|Kabupaten Klaten|1-26
        3311|Kabupaten Sukoharjo|1-12
        3312|Kabupaten Wonogiri|1-25
        3313|Kabupaten Karanganyar|1-17
        3314|Kabupaten Sragen|1-20
        3315|Kabupaten Grobogan|1-19
        3316|Kabupaten Blora|1-16
        3317|Kabupaten Rembang|1-14
        3318|Kabupaten Pati|1-21
        3319|Kabupaten Kudus|1-9
        3320|Kabupaten Jepara|1-16
        3321|Kabupaten Demak|1-14
        3322|Kabupaten Semarang|1-13 15-20
        3323|Kabupaten Temanggung|1-20
        3324|Kabupaten Kendal|1-20
        3325|Kabupaten Batang|1-15
        3326|Kabupaten Pekalongan|1-19
        3327|Kabupaten Pemalang|1-14
        3328|Kabupaten Tegal|1-18
        3329|Kabupaten Brebes|1-17
        3371|Kota Magelang|1-3
        3372|Kota Surakarta|1-5
        3373|Kota Salatiga|1-4
        3374|Kota Semarang|1-16
        3375|Kota Pekalongan|1-4
        3376|Kota Tegal|1-4
        34|Daerah Istimewa Yogyakarta
        3401|Kabupaten Kulon Progo|1-12
        3402|Kabupaten Bantul|1-17
        3403|Kabupaten Gunungkidul|1-18
        3404|Kabupaten Sleman|1-17
        3471|Kota Yogyakarta|1-14
        35|Jawa Timur
        3501|Kabupaten Pacitan|1-12
        3502|Kabupaten Ponorogo|1-21
        3503|Kabupaten Trenggalek|1-14
        3504|Kabupaten Tulungagung|1-19
        3505|Kabupaten Blitar|1-22
        3506|Kabupaten Kediri|1-26
        3507|Kabupaten Malang|1-33
        3508|Kabupaten Lumajang|1-21
        3509|Kabupaten Jember|1-31
        3510|Kabupaten Banyuwangi|1-25
        3511|Kabupaten Bondowoso|1-23
        3512|Kabupaten Situbondo|1-17
        3513|Kabupaten Probolinggo|1-24
        3514|Kabupaten Pasuruan|1-24
        3515|Kabupaten Sidoarjo|1-18
        3516|Kabupaten Mojokerto|1-18
        3517|Kabupaten Jombang|1-21
        3518|Kabupaten Nganjuk|1-20
        3519|Kabupaten Madiun|1-15
        3520|Kabupaten Magetan|1-18
        3521|Kabupaten Ngawi|1-19
        3522|Kabupaten Bojonegoro|1-28
        3523|Kabupaten Tuban|1-20
        3524|Kabupaten Lamongan|1-27
        3525|Kabupaten Gresik|1-18
        3526|Kabupaten Bangkalan|1-18
        3527|Kabupaten Sampang|1-14
        3528|Kabupaten Pamekasan|1-13
        3529|Kabupaten Sumenep|1-27
        3571|Kota Kediri|1-3
        3572|Kota Blitar|1-3
        3573|Kota Malang|1-5
        3574|Kota Probolinggo|1-5
        3575|Kota Pasuruan|1-4
        3576|Kota Mojokerto|1-3
        3577|Kota Madiun|1-3
        3578|Kota Surabaya|1-31
        3579|Kota Batu|1-3
        36|Banten
        3601|Kabupaten Pandeglang|1-35
        3602|Kabupaten Lebak|1-28
        3603|Kabupaten Tangerang|1-20 22-23 27-33
        3604|Kabupaten Serang|5-9 11-20 22-35
        3671|Kota Tangerang|1-13
        3672|Kota Cilegon|1-8
        3673|Kota Serang|1-6
        3674|Kota Tangerang Selatan|1-7
        51|Bali
        5101|Kabupaten Jembrana|1-5
        5102|Kabupaten Tabanan|1-10
        5103|Kabupaten Badung|1-6
        5104|Kabupaten Gianyar|1-7
        5105|Kabupaten Klungkung|1-4
        5106|Kabupaten Bangli|1-4
        5107|Kabupaten Karangasem|1-8
        5108|Kabupaten Buleleng|1-9
        5171|Kota Denpasar|1-4
        52|Nusa Tenggara Barat
        5201|Kabupaten Lombok Barat|1-3 7-9 12-15
        5202|Kabupaten Lombok Tengah|1-12
        5203|Kabupaten Lombok Timur|1-21
        5204|Kabupaten Sumbawa|2 5-14 17-29
        5205|Kabupaten Dompu|1-8
        5206|Kabupaten Bima|1-18
        5207|Kabupaten Sumbawa Barat|1-8
        5208|Kabupaten Lombok Utara|1-5
        5271|Kota Mataram|1-6
        5272|Kota Bima|1-5
        53|Nusa Tenggara Timur
        5301|Kabupaten Kupang|4-13 16-28 30
        5302|Kabupaten Timor Tengah Selatan|1-32
        5303|Kabupaten Timor Tengah Utara|1-24
        5304|Kabupaten Belu|1-5 12-13 17-18 21-23
        5305|Kabupaten Alor|1-18
        5306|Kabupaten Flores Timur|1-19
        5307|Kabupaten Sikka|1-21
        5308|Kabupaten Ende|1-21
        5309|Kabupaten Ngada|1-2 6-7 9 12 14-16 18-20
        5310|Kabupaten Manggarai|1 3 5-6 11-18
        5311|Kabupaten Sumba Timur|1-22
        5312|Kabupaten Sumba Barat|4 10-12 15 18
        5313|Kabupaten Lembata|1-9
        5314|Kabupaten Rote Ndao|1-11
        5315|Kabupaten Manggarai Barat|1-12
        5316|Kabupaten Nagekeo|1-7
        5317|Kabupaten Sumba Tengah|1-6
        5318|Kabupaten Sumba Barat Daya|1-11
        5319|Kabupaten Manggarai Timur|1-12
        5320|Kabupaten Sabu Raijua|1-6
        5321|Kabupaten Malaka|1-12
        5371|Kota Kupang|1-6
        61|Kalimantan Barat
        6101|Kabupaten Sambas|1-19
        6102|Kabupaten Mempawah|1 6-8 12 15-18
        6103|Kabupaten Sanggau|1-13 20-21
        6104|Kabupaten Ketapang|1-5 7-8 11-14 16-22 24-25
        6105|Kabupaten Sintang|1-9 14-15 19-21
        6106|Kabupaten Kapuas Hulu|1-23
        6107|Kabupaten Bengkayang|1-17
        6108|Kabupaten Landak|1-13
        6109|Kabupaten Sekadau|1-7
        6110|Kabupaten Melawi|1-11
        6111|Kabupaten Kayong Utara|1-6
        6112|Kabupaten Kubu Raya|1-9
        6171|Kota Pontianak|1-6
        6172|Kota Singkawang|1-5
        62|Kalimantan Tengah
        6201|Kabupaten Kotawaringin Barat|1-6
        6202|Kabupaten Kotawaringin Timur|1-17
        6203|Kabupaten Kapuas|1-17
        6204|Kabupaten Barito Selatan|1-6
        6205|Kabupaten Barito Utara|1-9
        6206|Kabupaten Katingan|1-13
        6207|Kabupaten Seruyan|1-10
        6208|Kabupaten Sukamara|1-5
        6209|Kabupaten Lamandau|1-8
        6210|Kabupaten Gunung Mas|1-12
        6211|Kabupaten Pulang Pisau|1-8
        6212|Kabupaten Murung Raya|1-10
        6213|Kabupaten Barito Timur|1-10
        6271|Kota Palangkaraya|1-5
        63|Kalimantan Selatan
        6301|Kabupaten Tanah Laut|1-11
        6302|Kabupaten Kotabaru|1-22
        6303|Kabupaten Banjar|1-20
        6304|Kabupaten Barito Kuala|1-17
        6305|Kabupaten Tapin|1-12
        6306|Kabupaten Hulu Sungai Selatan|1-11
        6307|Kabupaten Hulu Sungai Tengah|1-11
        6308|Kabupaten Hulu Sungai Utara|1-10
        6309|Kabupaten Tabalong|1-12
        6310|Kabupaten Tanah Bumbu|1-12
        6311|Kabupaten Balangan|1-8
        6371|Kota Banjarmasin|1-5
        6372|Kota Banjarbaru|2-6
        64|Kalimantan Timur
        6401|Kabupaten Paser|1-10
        6402|Kabupaten Kutai Kartanegara|1-20
        6403|Kabupaten Berau|1-13
        6407|Kabupaten Kutai Barat|5-20
        6408|Kabupaten Kutai Timur|1-18
        6409|Kabupaten Penajam Paser Utara|1-4
        6411|Kabupaten Mahakam Ulu|1-5
        6471|Kota Balikpapan|1-6
        6472|Kota Samarinda|1-10
        6474|Kota Bontang|1-3
        65|Kalimantan Utara
        6501|Kabupaten Bulungan|1-10
        6502|Kabupaten Malinau|1-15
        6503|Kabupaten Nunukan|1-21
        6504|Kabupaten Tana Tidung|1-5
        6571|Kota Tarakan|1-4
        71|Sulawesi Utara
        7101|Kabupaten Bolaang Mongondow|5 9-14 19-20 22 31-35
        7102|Kabupaten Minahasa|1-25
        7103|Kabupaten Kepulauan Sangihe|8-17 19-20 23-25
        7104|Kabupaten Kepulauan Talaud|1-19
        7105|Kabupaten Minahasa Selatan|1-3 7-10 12-13 15-19 21-23
        7106|Kabupaten Minahasa Utara|1-10
        7107|Kabupaten Minahasa Tenggara|1-12
        7108|Kabupaten Bolaang Mongondow Utara|1-6
        7109|Kabupaten Kep. Siau Tagulandang Biaro|1-10
        7110|Kabupaten Bolaang Mongondow Timur|1-7
        7111|Kabupaten Bolaang Mongondow Selatan|1-7
        7171|Kota Manado|1-11
        7172|Kota Bitung|1-8
        7173|Kota Tomohon|1-5
        7174|Kota Kotamobagu|1-4
        72|Sulawesi Tengah
        7201|Kabupaten Banggai|1-24
        7202|Kabupaten Poso|1-9 18-27
        7203|Kabupaten Donggala|4 6 8-12 14 18-19 21 24-25 27 30-31
        7204|Kabupaten Toli-Toli|1-10
        7205|Kabupaten Buol|1-11
        7206|Kabupaten Morowali|5-10 12 15 18 20
        7207|Kabupaten Banggai Kepulauan|3-7 9 11 15-19
        7208|Kabupaten Parigi Moutong|1-23
        7209|Kabupaten Tojo Una Una|1-12
        7210|Kabupaten Sigi|1-15
        7211|Kabupaten Banggai Laut|1-7
        7212|Kabupaten Morowali Utara|1-10
        7271|Kota Palu|1-8
        73|Sulawesi Selatan
        7301|Kabupaten Kepulauan Selayar|1-11
        7302|Kabupaten Bulukumba|1-10
        7303|Kabupaten Bantaeng|1-8
        7304|Kabupaten Jeneponto|1-11
        7305|Kabupaten Takalar|1-12
        7306|Kabupaten Gowa|1-18
        7307|Kabupaten Sinjai|1-9
        7308|Kabupaten Bone|1-27
        7309|Kabupaten Maros|1-14
        7310|Kabupaten Pangkajene dan Kepulauan|1-13
        7311|Kabupaten Barru|1-7
        7312|Kabupaten Soppeng|1-8
        7313|Kabupaten Wajo|1-14
        7314|Kabupaten Sidenreng Rappang|1-11
        7315|Kabupaten Pinrang|1-12
        7316|Kabupaten Enrekang|1-12
        7317|Kabupaten Luwu|1-22
        7318|Kabupaten Tana Toraja|1-3 5 9 11-13 19-20 27-29 31 33-35 37-38
        7322|Kabupaten Luwu Utara|1-15
        7324|Kabupaten Luwu Timur|1-11
        7326|Kabupaten Toraja Utara|1-21
        7371|Kota Makassar|1-15
        7372|Kota Parepare|1-4
        7373|Kota Palopo|1-9
        74|Sulawesi Tenggara
        7401|Kabupaten Kolaka|1 4 7-8 10 12 14 18 20 24-25 27
        7402|Kabupaten Konawe|1-5 10-11 15-21 23-25 28 31-33 36-42
        7403|Kabupaten Muna|6-7 13-20 23-28 30-34 37
        7404|Kabupaten Buton|11 22-24 27-29
        7405|Kabupaten Konawe Selatan|1-25
        7406|Kabupaten Bombana|1-22
        7407|Kabupaten Wakatobi|1-8
        7408|Kabupaten Kolaka Utara|1-15
        7409|Kabupaten Konawe Utara|1-13
        7410|Kabupaten Buton Utara|1-6
        7411|Kabupaten Kolaka Timur|1-12
        7412|Kabupaten Konawe Kepulauan|1-7
        7413|Kabupaten Muna Barat|1-11
        7414|Kabupaten Buton Tengah|1-7
        7415|Kabupaten Buton Selatan|1-7
        7471|Kota Kendari|1-11
        7472|Kota Bau Bau|1-8
        75|Gorontalo
        7501|Kabupaten Gorontalo|1-5 9-11 13-14 16-24
        7502|Kabupaten Boalemo|1-7
        7503|Kabupaten Bone Bolango|1-18
        7504|Kabupaten Pohuwato|1-13
        7505|Kabupaten Gorontalo Utara|1-11
        7571|Kota Gorontalo|1-9
        76|Sulawesi Barat
        7601|Kabupaten Pasangkayu|1-12
        7602|Kabupaten Mamuju|1-4 7-8 11-13 15-16
        7603|Kabupaten Mamasa|1-17
        7604|Kabupaten Polewali Mandar|1-16
        7605|Kabupaten Majene|1-8
        7606|Kabupaten Mamuju Tengah|1-5
        81|Maluku
        8101|Kabupaten Maluku Tengah|1-2 6 9 11-17 20-26
        8102|Kabupaten Maluku Tenggara|1 3-5 13-19
        8103|Kabupaten Kepulauan Tanimbar|1-9 18
        8104|Kabupaten Buru|1-3 6 10-15
        8105|Kabupaten Seram Bagian Timur|1-16
        8106|Kabupaten Seram Bagian Barat|1-11
        8107|Kabupaten Kepulauan Aru|1-10
        8108|Kabupaten Maluku Barat Daya|1-17
        8109|Kabupaten Buru Selatan|1-6
        8171|Kota Ambon|1-5
        8172|Kota Tual|1-5
        82|Maluku Utara
        8201|Kabupaten Halmahera Barat|1-5 7-10
        8202|Kabupaten Halmahera Tengah|1-10
        8203|Kabupaten Halmahera Utara|4-16 19-22
        8204|Kabupaten Halmahera Selatan|1-30
        8205|Kabupaten Kepulauan Sula|1-3 6-13 18
        8206|Kabupaten Halmahera Timur|1-10
        8207|Kabupaten Pulau Morotai|1-6
        8208|Kabupaten Pulau Taliabu|1-8
        8271|Kota Ternate|1-8
        8272|Kota Tidore Kepulauan|1-8
        91|Papua
        9103|Kabupaten Jayapura|1-19
        9105|Kabupaten Kepulauan Yapen|1-17
        9106|Kabupaten Biak Numfor|1-5 8-21
        9110|Kabupaten Sarmi|1-5 9 12-15
        9111|Kabupaten Keerom|1-11
        9115|Kabupaten Waropen|1 3 7-15
        9119|Kabupaten Supiori|1-5
        9120|Kabupaten Mamberamo Raya|1-8
        9171|Kota Jayapura|1-5
        92|Papua Barat
        9202|Kabupaten Manokwari|3-5 12-15 17 21 31-35
        9203|Kabupaten Fak Fak|1-17
        9206|Kabupaten Teluk Bintuni|1-24
        9207|Kabupaten Teluk Wondama|1-13
        9208|Kabupaten Kaimana|1-7
        9211|Kabupaten Manokwari Selatan|1-6
        9212|Kabupaten Pegunungan Arfak|1-10
        93|Papua Selatan
        9301|Kabupaten Merauke|1-22
        9302|Kabupaten Boven Digoel|1-20
        9303|Kabupaten Mappi|1-15
        9304|Kabupaten Asmat|1-25
        94|Papua Tengah
        9401|Kabupaten Nabire|1-15
        9402|Kabupaten Puncak Jaya|1-26
        9403|Kabupaten Paniai|1-24
        9404|Kabupaten Mimika|1-18
        9405|Kabupaten Puncak|1-25
        9406|Kabupaten Dogiyai|1-10
        9407|Kabupaten Intan Jaya|1-8
        9408|Kabupaten Deiyai|1-5
        95|Papua Pegunungan
        9501|Kabupaten Jayawijaya|1-40
        9502|Kabupaten Pegunungan Bintang|1-34
        9503|Kabupaten Yahukimo|1-51
        9504|Kabupaten Tolikara|1-46
        9505|Kabupaten Mamberamo Tengah|1-5
        9506|Kabupaten Yalimo|1-5
        9507|Kabupaten Lanny Jaya|1-39
        9508|Kabupaten Nduga|1-32
        96|Papua Barat Daya
        9601|Kabupaten Sorong|1-30
        9602|Kabupaten Sorong Selatan|1-15
        9603|Kabupaten Raja Ampat|1-24
        9604|Kabupaten Tambrauw|1-29
        9605|Kabupaten Maybrat|1-24
        9671|Kota Sorong|1-10
        """
}
