// swift-tools-version:6.2
import PackageDescription

/// Every room is built alike: warnings are errors, existentials and member imports are spelt out.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    // An asynchronous call goes on where its caller runs; a look makes a dozen of them.
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
    // A look goes through four rooms: what one of them calls of another is built into it.
    .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
]

/// Neither a table of names for others to link to nor a full entry for each relocation: both would be read at every start
/// and stay in memory, seven megabytes of them.
///
/// Source: LLVM, *lld*, `-z pack-relative-relocs` (needs glibc 2.36).
let slim: [LinkerSetting] = [
    .unsafeFlags(
        ["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker", "--no-export-dynamic"],
        .when(platforms: [.linux]))
]

let package = Package(
    name: "amanah",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "amanah", targets: ["amanah"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections.git", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-http-types.git", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client.git", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CSQLiteConfig"),
        .systemLibrary(name: "CAttributes"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        // Values and the pure decision; no I/O.
        .target(
            name: "AmanahCore",
            swiftSettings: strict),

        // Canonical entries and the chain that binds them; knows nothing of customers.
        .target(
            name: "AmanahLedger",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),

        // The witness: signs that a log only ever grew; shares nothing with the gateway but the formats.
        .target(
            name: "AmanahWitness",
            dependencies: ["AmanahLedger"],
            swiftSettings: strict),

        // The embedded database: sealed fields, blind indexes, group commit.
        .target(
            name: "AmanahStore",
            dependencies: [
                "AmanahCore", "AmanahLedger", "CSQLiteConfig", "CAttributes",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "DequeModule", package: "swift-collections"),
            ],
            swiftSettings: strict),

        // A company's CSV export, read in a stream, checked, and written all or nothing.
        .target(
            name: "AmanahImport",
            dependencies: ["AmanahCore", "AmanahStore", "CZlib"],
            swiftSettings: strict),

        // Use cases: one look end to end, sign-in, search, presence.
        .target(
            name: "AmanahService",
            dependencies: [
                "AmanahCore", "AmanahLedger", "AmanahStore", "AmanahImport",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),

        // HTTP: the JSON API and the console.
        .target(
            name: "AmanahServer",
            dependencies: [
                "AmanahCore", "AmanahService", "AmanahWitness",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.copy("Resources")],
            swiftSettings: strict),

        // A made-up company from a seed: its CSV files, and two weeks of its life through the use cases.
        .target(
            name: "AmanahDemo",
            dependencies: [
                "AmanahCore", "AmanahImport", "AmanahService", "AmanahStore",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "amanah",
            dependencies: [
                "AmanahCore", "AmanahLedger", "AmanahStore", "AmanahImport", "AmanahService", "AmanahServer",
                "AmanahWitness", "AmanahDemo",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict,
            linkerSettings: slim),

        .testTarget(
            name: "AmanahCoreTests", dependencies: ["AmanahCore", .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),
        // Every parser of the ledger's formats, for the replayed corpus and for libFuzzer.
        .target(
            name: "LedgerProbes", dependencies: ["AmanahLedger", "AmanahWitness"], path: "Tests/LedgerProbes",
            swiftSettings: strict),
        .testTarget(
            name: "AmanahWitnessTests",
            dependencies: ["AmanahLedger", "AmanahWitness", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .testTarget(
            name: "AmanahLedgerTests",
            dependencies: ["AmanahLedger", "LedgerProbes", .product(name: "Crypto", package: "swift-crypto")],
            exclude: ["Vectors"],
            swiftSettings: strict),
        .testTarget(
            name: "AmanahImportTests", dependencies: ["AmanahCore", "AmanahImport", "AmanahDemo", "AmanahStore"],
            swiftSettings: strict),
        .testTarget(
            name: "AmanahStoreTests",
            dependencies: [
                "AmanahCore", "AmanahLedger", "AmanahStore",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AmanahServiceTests",
            dependencies: [
                "AmanahCore", "AmanahLedger", "AmanahStore", "AmanahImport", "AmanahService",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AmanahDemoTests",
            dependencies: [
                "AmanahCore", "AmanahDemo", "AmanahService", "AmanahStore",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "AmanahServerTests",
            dependencies: [
                "AmanahCore", "AmanahStore", "AmanahService", "AmanahServer",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
    ]
)

// libFuzzer brings its own main: only `scripts/fuzz.sh` builds this.
if Context.environment["AMANAH_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "amanah-fuzz", dependencies: ["LedgerProbes"], path: "Tests/fuzz", exclude: ["corpus", "seed.py"],
            swiftSettings: strict, linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])]))
    package.products.append(.executable(name: "amanah-fuzz", targets: ["amanah-fuzz"]))
}
