using System.Runtime.CompilerServices;
using Pipeline.Core.Problems;

namespace Pipeline.Models.Predictions;

/// <summary>The log that servers write to a folder. Files that appear while it is read are left for the next time.</summary>
public sealed class PredictionLogFolder(string folder) : IPredictionSource
{
    internal const string Pattern = "predictions-*.jsonl";

    private const int LongestLine = 16 << 20;

    public async IAsyncEnumerable<PredictionLogEntry> ReadAsync(
        IProgress<Problem> problems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(problems);
        if (!Directory.Exists(folder))
            yield break;
        foreach (var file in Directory.GetFiles(folder, Pattern).Order(StringComparer.Ordinal))
        {
            await foreach (var entry in ReadFileAsync(file, problems, cancellationToken))
                yield return entry;
        }
    }

    private static async IAsyncEnumerable<PredictionLogEntry> ReadFileAsync(
        string file, IProgress<Problem> problems, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var lines = new LineReader(stream, LongestLine);
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            var read = PredictionLineReader.Read(line, new SourceLocation(Path.GetFileName(file), lines.Number));
            if (read.TryGet(out var entry))
                yield return entry;
            else
                problems.Report(read.Problems[0]);
        }
    }
}
