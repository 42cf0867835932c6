import AmanahCore

extension RuleFault {
    var indonesian: (message: String, hint: String?) {
        switch self {
        case .unknown(let term, let text, let nearest, let known):
            (
                "\(term.indonesian) tidak dikenal: `\(text)`",
                nearest.map { "maksud Anda `\($0)`?" } ?? (known.isEmpty ? "belum ada" : CharterFault.listed(known))
            )
        case .missing(let word, let owner): ("`\(word)` belum ada di \(owner.indonesian)", nil)
        case .twice(let value, let word): ("`\(value)` tertulis dua kali di `\(word)`", nil)
        case .badName(let name, let hyphens):
            (
                "`\(name)` bukan nama yang sah",
                "mulai dengan huruf, lalu huruf kecil, " + (hyphens ? "angka, `_` dan `-`" : "angka dan `_`")
            )
        case .longName(let most): ("sebuah nama paling panjang \(most) karakter", nil)
        case .typedName(let name):
            ("`\(name)` bukan nama yang sah", "pembaca lain mengartikannya sebagai benar atau salah")
        case .notMapping(let owner, let found, let words):
            (
                "\(owner.indonesian) berisi pasangan kata dan nilai, \(found.indonesian)",
                "katanya: \(CharterFault.listed(words))"
            )
        case .notRules(let word, let found): ("`\(word)` berisi nama dan aturannya, \(found.indonesian)", nil)
        case .noRules(let word): ("`\(word)` tidak menyebut apa pun", nil)
        case .manyRules(let word, let count, let most):
            ("`\(word)` menyebut \(count) aturan, paling banyak \(most)", nil)
        case .notFields(let word, let found): ("`\(word)` berisi nama data dan nilainya, \(found.indonesian)", nil)
        case .notList(let word, let found):
            ("`\(word)` berisi daftar, \(found.indonesian)", "tulis `\(word): [satu, lainnya]`")
        case .notInteger(let word, let found): ("`\(word)` berisi bilangan bulat, \(found.indonesian)", nil)
        case .outOfBounds(let word, let value, let bounds):
            ("`\(word)` bernilai \(value), di luar \(bounds.lowerBound) sampai \(bounds.upperBound)", nil)
        case .notRange(let word, let found):
            ("`\(word)` berisi daftar dua bilangan, \(found.indonesian)", "tulis `\(word): [20, 120]`")
        case .emptyRange(let word, let least, let most):
            ("`\(word)` mulai dari \(least), lebih besar dari akhirnya \(most)", nil)
        case .notFlag(let word, let found): ("`\(word)` berisi `true` atau `false`, \(found.indonesian)", nil)
        case .notWord(let word, let found, let values):
            ("`\(word)` berisi satu kata, \(found.indonesian)", CharterFault.listed(values))
        case .notName(let word, let kind, let found):
            ("`\(word)` menyebut \(kind.indonesian), \(found.indonesian)", nil)
        case .notText(let word, let found, let isScalar):
            ("`\(word)` berisi teks, \(found.indonesian)", isScalar ? "tulis di antara tanda kutip" : nil)
        case .emptyText(let word): ("`\(word)` kosong", nil)
        case .longText(let word, let most): ("`\(word)` lebih panjang dari \(most) karakter", nil)
        case .notTime(let word, let found):
            ("`\(word)` berisi jam, \(found.indonesian)", "tulis `\(word): \"07:00\"`")
        case .noNeeds(let purpose):
            (
                "tugas `\(purpose)` tidak mensyaratkan apa pun, jadi membuka pelanggan mana pun",
                "sebut salah satu dari `ticket`, `book`, `presence`"
            )
        case .noMask(let field):
            (
                "`\(field)` tidak punya samaran, jadi tidak bisa `masked`",
                "beri data ini `mask`, atau tampilkan `verify` atau `hidden`"
            )
        case .idleReveal(let field, let shown, let revealed):
            (
                "`\(field)` sudah tampil `\(shown.word)`, jadi membukanya menjadi `\(revealed.word)` tidak menambah apa pun",
                "tampilkan lebih tertutup, atau hapus dari `reveals`"
            )
        case .familyCompared(let field):
            (
                "`\(field)` berkelas `family` dan dicocokkan di sini, jadi tidak bisa dibuka", "hapus dari `reveals`"
            )
        case .familyUnguarded(let field):
            (
                "membuka `\(field)`, yang berkelas `family`, memerlukan alasan dan persetujuan",
                "tulis `{reason: true, approval: superior}`, atau `both`"
            )
        case .ordinaryMark: ("`ordinary` adalah pelanggan tanpa tanda", "beri tanda itu nama sendiri")
        case .notSegment(let field, let fieldClass):
            (
                "`\(field)` berkelas `\(fieldClass.rawValue)`: pelanggan tidak dipilih menurut data ini",
                "sebut data berkelas `work`, `device` atau `other`"
            )
        }
    }
}

extension RuleFault.Owner {
    fileprivate var indonesian: String {
        switch self {
        case .charter: "piagam"
        case .section(let word): "`\(word)`"
        case .field(let name): "data `\(name)`"
        case .purpose(let name): "tugas `\(name)`"
        case .role(let name): "peran `\(name)`"
        case .sensitivity(let name): "tanda `\(name)`"
        case .reveal(let name): "`reveals` untuk `\(name)`"
        }
    }
}

extension RuleFault.Kind {
    fileprivate var indonesian: String {
        switch self {
        case .field: "data"
        case .purpose: "tugas"
        case .role: "peran"
        }
    }
}

extension RuleFault.Term {
    fileprivate var indonesian: String {
        switch self {
        case .word(let owner): "kata di \(owner.indonesian)"
        case .value(let word): "nilai `\(word)`"
        case .name(let kind): kind.indonesian
        }
    }
}

extension RuleFault.Found {
    fileprivate var indonesian: String {
        let what =
            switch self {
            case .quoted: "teks di antara tanda kutip"
            case .list: "daftar"
            case .mapping: "pasangan kata dan nilai"
            case .nothing: "kosong"
            case .flag(let text): "`\(text)`"
            case .number(let text): "bilangan \(text)"
            case .word(let text): "kata `\(text)`"
            }
        return "yang tertulis \(what)"
    }
}
