import AmanahCore

extension WritingFault {
    private static let quote = "tulis teksnya di antara tanda kutip"
    private static let quoteMarks = "beri tanda kutip pada teks yang memuat `,` `:` atau kurung"

    var indonesian: (message: String, hint: String?) {
        switch self {
        case .tooLarge(let bytes, let most): ("piagam paling besar \(most) bita, naskah ini \(bytes)", nil)
        case .notUTF8: ("naskah ini bukan UTF-8", "simpan sebagai UTF-8")
        case .tab: ("ada tabulasi di sini", "pakai spasi")
        case .carriageReturn:
            ("ada tanda balik baris tanpa ganti baris di sini", "akhiri baris dengan LF atau CR LF")
        case .byteOrderMark: ("ada tanda urutan bita di sini", "simpan berkasnya sebagai UTF-8 tanpa BOM")
        case .direction(let code): ("karakter \(code) membalik arah tulisan", "hapus karakter itu")
        case .control(let code): ("ada karakter kendali \(code) di sini", "hapus karakter itu")
        case .empty: ("piagam ini kosong", nil)
        case .notBlockMapping:
            (
                "piagam ditulis sebagai baris-baris kata dan nilai",
                "mulai dengan baris seperti `charter: telco-id`"
            )
        case .furtherLeft: ("baris ini lebih ke kiri daripada yang pertama", "sejajarkan dengan kata pertama")
        case .furtherRight:
            (
                "baris ini menjorok lebih dalam daripada induknya",
                "sejajarkan; sebuah nilai selesai di barisnya, jadi tulis teks panjang dalam satu baris"
            )
        case .itemForWord:
            ("ada butir daftar di tempat sebuah kata dan titik dua", "sejajarkan dengan daftarnya")
        case .bareDash: ("tidak ada apa-apa setelah tanda `-` ini", "tulis satu kata setelah tiap `-`")
        case .listInItem: ("ada daftar di dalam butir daftar", "tulis `[…]`")
        case .tooDeep(let most): ("susunannya lebih dalam dari \(most) tingkat", nil)
        case .secondDocument:
            ("piagam hanya satu dokumen", "hapus `---` dan `...` beserta yang mengikutinya")
        case .directive: ("baris pengarah tidak diizinkan di piagam", nil)
        case .trailing(let ending):
            (
                "setelah \(ending.indonesian) barisnya harus selesai",
                "tulis teksnya di antara tanda kutip, dan beri spasi sebelum `#`"
            )
        case .wordExpected: ("di sini seharusnya ada sebuah kata", nil)
        case .longWord(let most): ("sebuah kata paling panjang \(most) karakter", nil)
        case .colonExpected(let word): ("setelah `\(word)` seharusnya ada titik dua", "tulis `kata: nilai`")
        case .colonInValue: ("ada titik dua dan spasi di dalam sebuah nilai", Self.quote)
        case .spaceExpected: ("setelah titik dua seharusnya ada spasi", nil)
        case .pairInList: ("ada pasangan kata dan nilai di dalam daftar", Self.quoteMarks)
        case .commaExpected(let close): ("di sini seharusnya ada `,` atau `\(close)`", Self.quoteMarks)
        case .unclosedBracket: ("kurung ini tidak pernah ditutup", nil)
        case .unclosedQuote: ("tanda kutip ini tidak ditutup di barisnya", nil)
        case .forbidden(let feature): feature.indonesian
        case .unexpected(let mark): ("`\(mark)` tidak pada tempatnya di sini", Self.quote)
        case .badStart(let mark): ("sebuah kata tidak dimulai dengan `\(mark)`", Self.quote)
        case .badEscape:
            (
                "setelah garis miring terbalik hanya boleh `\\\"`, `\\\\` dan `\\/`", "tulis karakternya sendiri"
            )
        case .repeated(let word, let line): ("`\(word)` tertulis dua kali", "yang pertama di baris \(line)")
        }
    }
}

extension WritingFault.Ending {
    fileprivate var indonesian: String {
        switch self {
        case .marker: "`---`"
        case .value: "nilai ini"
        case .bracket: "kurung tutup"
        }
    }
}

extension WritingFault.Feature {
    fileprivate var indonesian: (message: String, hint: String?) {
        let quote = "tulis teksnya di antara tanda kutip"
        return switch self {
        case .anchors: ("jangkar (`&`) tidak diizinkan di piagam", quote)
        case .aliases: ("rujukan (`*`) tidak diizinkan di piagam", quote)
        case .tags: ("label jenis (`!`) tidak diizinkan di piagam", quote)
        case .severalLines: ("teks beberapa baris tidak diizinkan di piagam", "tulis dalam satu baris")
        case .complexKeys: ("kata berbentuk ini tidak diizinkan di piagam", "tulis `kata: nilai`")
        case .mergeKeys: ("penggabungan (`<<`) tidak diizinkan di piagam", nil)
        }
    }
}
