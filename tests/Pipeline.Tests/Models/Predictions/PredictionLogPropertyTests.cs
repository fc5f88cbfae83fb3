using System.Text;
using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Testing;
using static Pipeline.Models.Predictions.SomeEntries;

namespace Pipeline.Models.Predictions;

/// <summary>The fast reader beside the simple one, on logs that nobody has chosen.</summary>
public sealed class PredictionLogPropertyTests : IDisposable
{
    private const string File1 = "predictions-20260102T030405Z-00000000000000aa-0001.jsonl";

    private static readonly byte[] Spoilers = "0123456789-+.eE\"\\{}[],: \t\nnull"u8.ToArray();

    private static readonly string[] Values =
    [
        "car", "house", "", "a\nb", "\"", "\\", "é", "😀", "null", "a very long text that goes on and on, and on", "\u2028",
    ];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What the fast way makes of any bytes is what the simple reader makes of them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Reader_OfAnyLog_FindsWhatTheSimpleOneDoes(int seed)
    {
        var random = new Random(seed);
        for (var file = 1; file <= 4; file++)
        {
            var bytes = Damaged(Bytes(Any(random, 400)), random, damage: file == 1 ? 0 : 40 * file);
            File.WriteAllBytes(_folder[$"predictions-20260102T030405Z-00000000000000aa-000{file}.jsonl"], bytes);
        }

        var simple = new CollectedProblems();
        var expected = await new PredictionLogFolder(_folder.Path).ReadAsync(simple, Token)
            .Select(Text).ToListAsync(Token);
        var options = new PredictionLogReaderOptions { ChunkBytes = random.Next(200, 20_000), Threads = random.Next(1, 4) };
        var reader = new PredictionLogReader(_folder.Path, PredictionLogCursor.Start, options);
        var batches = await reader.ReadAsync(new CollectedProblems(), Token).ToListAsync(Token);

        InOrder(batches).ShouldBe(Sorted(expected));
        reader.Reading.Unreadable.ShouldBe(simple.All.Count);
        expected.Count.ShouldBeGreaterThan(800);
    }

    /// <summary>Wherever a run ends, the next one goes on from there: every entry comes once.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task Cursor_OfALogThatGrows_LosesAndRepeatsNothing(int seed)
    {
        var random = new Random(seed);
        var (bytes, problems) = (Bytes(Any(random, 300)), new CollectedProblems());
        var (cursor, found) = (PredictionLogCursor.Start, new List<string>());
        for (var written = 0; written < bytes.Length;)
        {
            var more = Math.Min(random.Next(1, 9000), bytes.Length - written);
            await using (var file = File.Open(_folder[File1], FileMode.Append))
                await file.WriteAsync(bytes.AsMemory(written, more), Token);
            written += more;
            var reader = new PredictionLogReader(
                _folder.Path, Kept(cursor), new PredictionLogReaderOptions { ChunkBytes = random.Next(100, 4000) });
            await foreach (var batch in reader.ReadAsync(problems, Token))
            {
                found.AddRange(Texts(batch));
                cursor = reader.Cursor;
                if (random.Next(4) == 0)
                    break;
            }
        }

        var last = new PredictionLogReader(_folder.Path, cursor);
        found.AddRange((await last.ReadAsync(problems, Token).ToListAsync(Token)).SelectMany(Texts));

        var expected = await new PredictionLogFolder(_folder.Path).ReadAsync(new CollectedProblems(), Token)
            .Select(Text).ToListAsync(Token);
        Sorted(found).ShouldBe(Sorted(expected));
        problems.All.ShouldBeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>As a document has it.</summary>
    private static PredictionLogCursor Kept(PredictionLogCursor cursor) => JsonSerializer.Deserialize<PredictionLogCursor>(
        JsonSerializer.Serialize(cursor, DocumentJson.Options), DocumentJson.Options)!;

    private static IEnumerable<string> InOrder(IEnumerable<PredictionBatch> batches) => Sorted(batches.SelectMany(Texts));

    private static IEnumerable<string> Sorted(IEnumerable<string> texts) => texts.Order(StringComparer.Ordinal);

    /// <summary>A batch has its predictions, then its feedback: between the two, the order of lines is not kept.</summary>
    private static IEnumerable<string> Texts(PredictionBatch batch) =>
    [
        .. Enumerable.Range(0, batch.Count).Select(batch.Row).Select(Text),
        .. batch.Feedback.Select(Text),
        .. batch.Refusals.Select(Text),
    ];

    private static string Text(PredictionLogEntry entry) => Encoding.UTF8.GetString(Bytes(
        [entry is PredictionLogEntry.Prediction prediction ? prediction with { TraceId = null } : entry]));

    private static byte[] Damaged(byte[] bytes, Random random, int damage)
    {
        var result = bytes.ToList();
        for (var i = 0; i < damage; i++)
        {
            var at = random.Next(result.Count);
            switch (random.Next(4))
            {
                case 0:
                    result[at] = (byte)random.Next(256);
                    break;
                case 1:
                    result.RemoveAt(at);
                    break;
                case 2:
                    result.Insert(at, Spoilers[random.Next(Spoilers.Length)]);
                    break;
                default:
                    result.InsertRange(at, result.GetRange(at, Math.Min(random.Next(1, 12), result.Count - at)));
                    break;
            }
        }

        return [.. result];
    }

    private static List<PredictionLogEntry> Any(Random random, int count)
    {
        var (entries, number) = (new List<PredictionLogEntry>(), 0UL);
        var prediction = Prediction(0);
        for (var i = 0; i < count; i++)
        {
            number++;
            if (random.Next(100) == 0)
                prediction = Other(prediction, random);
            entries.Add(random.Next(12) switch
            {
                0 => Feedback(number, Values[random.Next(Values.Length)]),
                1 => Feedback(number, null) with { Outcome = Value(random) },
                2 when random.Next(4) == 0 => Refusals(),
                _ => prediction with
                {
                    Id = PredictionId.Of((ulong)random.NextInt64(), number),
                    Time = prediction.Time.AddTicks(i * TimeSpan.TicksPerDay + random.NextInt64(TimeSpan.TicksPerDay)),
                    Route = random.Next(3) == 0 ? "canary" : "stable",
                    Inputs = new LoggedValues(
                        prediction.Inputs.Names, [.. prediction.Inputs.Names.Select(_ => Value(random))]),
                    Outputs = new LoggedValues(prediction.Outputs.Names, [LoggedValue.Of(random.NextDouble())]),
                    Latency = TimeSpan.FromTicks(random.NextInt64(100_000_000)),
                    SamplingProbability = 1 - random.NextDouble(),
                    Key = random.Next(2) == 0 ? default : PredictionKey.Of(Values[random.Next(Values.Length)], "secret"u8),
                    TraceId = random.Next(2) == 0 ? null : prediction.TraceId,
                },
            });
        }

        return entries;
    }

    private static PredictionLogEntry.Prediction Other(PredictionLogEntry.Prediction entry, Random random)
    {
        string[] names = ["income", "a \"quoted\" name", "naïve", "x"];
        return entry with
        {
            Model = entry.Model with { Revision = random.Next(2) == 0 ? null : random.Next(9) },
            Inputs = Inputs(random, names),
        };
    }

    private static LoggedValues Inputs(Random random, string[] names)
    {
        var count = random.Next(0, names.Length + 1);
        return new LoggedValues([.. names.Take(count)], new LoggedValue[count]);
    }

    private static LoggedValue Value(Random random) => random.Next(9) switch
    {
        0 => default,
        1 or 2 => LoggedValue.Of(Values[random.Next(Values.Length)]),
        3 => LoggedValue.Of(random.Next(-1000, 1000)),
        4 => LoggedValue.Of(Math.Round(random.NextDouble() * 1e6, random.Next(8))),
        5 => LoggedValue.Of((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-30, 300))),
        6 => LoggedValue.Of(BitConverter.Int64BitsToDouble(random.NextInt64())),
        7 => LoggedValue.Of(random.NextInt64()),
        _ => LoggedValue.Of(random.NextDouble()),
    };
}
