/// Memory for the arguments of one run, which SQLite reads where they are instead of copying each into memory of its own.
struct BindingRoom {
    /// What the stack gives without asking the heap.
    static let bytes = 1024
    private static let counter = MemoryLayout<Int>.size
    /// At its beginning the count of bytes in use.
    private let memory: UnsafeMutableRawBufferPointer

    init(_ memory: UnsafeMutableRawBufferPointer) {
        self.memory = memory
        empty()
    }

    func empty() { memory.storeBytes(of: BindingRoom.counter, as: Int.self) }

    /// Where the bytes are kept until the room is emptied; `nil` where they do not fit or there are none.
    func keep(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawPointer? {
        let used = memory.load(as: Int.self)
        guard !bytes.isEmpty, bytes.count <= memory.count - used else { return nil }
        UnsafeMutableRawBufferPointer(rebasing: memory[used..<(used + bytes.count)]).copyMemory(from: bytes)
        memory.storeBytes(of: used + bytes.count, as: Int.self)
        return memory.baseAddress.map { UnsafeRawPointer($0 + used) }
    }
}
