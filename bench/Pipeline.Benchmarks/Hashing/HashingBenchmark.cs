using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Pipeline.Data.Versions;

namespace Pipeline.Benchmarks.Hashing;

/// <summary>Digests of a large file beside md5sum, and of many small ones, first and again.</summary>
internal sealed class HashingBenchmark(string folder)
{
    private const int Rounds = 5;
    private const int LargeMegabytes = 200;
    private const int SmallFiles = 20_000;
    private const int SmallBytes = 2_000;

    public static Benchmark Entry { get; } = new(
        "hashing",
        "MD5 and SHA-256 of a large file beside md5sum, and of many small files",
        async (output, cancellationToken) =>
        {
            var folder = Workspace.Of("hashing");
            try
            {
                await new HashingBenchmark(folder).RunAsync(output, cancellationToken);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var large = Path.Combine(folder, "large");
        Write(large, LargeMegabytes << 20, seed: 1);
        var small = Enumerable.Range(0, SmallFiles)
            .Select(x => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"small-{x}"))).ToList();
        foreach (var (index, path) in small.Index())
            Write(path, SmallBytes, index);
        var (theirs, md5, sha256) = (new Timings("md5sum"), new Timings("MD5"), new Timings("SHA-256"));
        for (var round = 0; round < Rounds; round++)
        {
            theirs.Add(await TimeAsync(() => RunMd5SumAsync(large, cancellationToken)));
            var fresh = await NewAsync();
            md5.Add(await TimeAsync(() => fresh.HexAsync(large, HashAlgorithmName.MD5, cancellationToken)));
            sha256.Add(await TimeAsync(() => fresh.Sha256Async(large, cancellationToken)));
        }

        var (first, again) = (new Timings("small files, MD5"), new Timings("small files, again"));
        var digests = await NewAsync();
        first.Add(await TimeAsync(() => DigestAsync(digests, small, cancellationToken)));
        again.Add(await TimeAsync(() => DigestAsync(digests, small, cancellationToken)));
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            hashing: a file of {LargeMegabytes} MB in memory, {Rounds} times; {SmallFiles} files of {SmallBytes} bytes

            {Timings.Header}
            {theirs}
            {md5}
            {sha256}
            {first}
            {again}

            MD5 reaches {theirs.Median / md5.Median:P0} of md5sum.
            """));
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began);
    }

    private static void Write(string path, int size, int seed)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        File.WriteAllBytes(path, bytes);
    }

    private static Task DigestAsync(DigestCache digests, IEnumerable<string> paths, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            paths, cancellationToken, async (path, token) => await digests.HexAsync(path, HashAlgorithmName.MD5, token));

    private static async Task RunMd5SumAsync(string path, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("md5sum", [path]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>A clock far ahead, so that files written a moment ago are remembered.</summary>
    private Task<DigestCache> NewAsync() =>
        DigestCache.OpenAsync(Path.Combine(folder, "digests"), new LaterClock(), CancellationToken.None);

    private sealed class LaterClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.MaxValue;
    }
}
