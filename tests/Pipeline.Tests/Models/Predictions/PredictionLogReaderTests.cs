using System.Globalization;
using System.Text;
using System.Text.Json;
using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Testing;
using static Pipeline.Models.Predictions.SomeEntries;

namespace Pipeline.Models.Predictions;

public sealed class PredictionLogReaderTests : IDisposable
{
    private const string First = "predictions-20260102T030405Z-00000000000000aa-0001.jsonl";
    private const string Second = "predictions-20260103T030405Z-00000000000000aa-0002.jsonl";

    private readonly TemporaryFolder _folder = new();
    private readonly List<Problem> _problems = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Batches_OfALog_HaveWhatWasWritten()
    {
        Write(First, [Prediction(1), Prediction(2) with { Key = PredictionKey.Of("A-1", []) }, Feedback(1, "yes"), Refusals()]);

        var batch = (await ReadAsync(PredictionLogCursor.Start)).Batches.Single();

        batch.Count.ShouldBe(2);
        batch.Ids.ToArray().ShouldBe([PredictionId.Of(0xaa, 1), PredictionId.Of(0xaa, 2)]);
        batch.Model.ShouldBe(Prediction(1).Model);
        batch.Input("income")!.Numbers.ToArray().ShouldBe([1.5, 1.5]);
        batch.Input("age")!.IsMissing(0).ShouldBeTrue();
        batch.Input("purpose")!.Texts.ShouldBe(["car \"new\" é"]);
        batch.Output("probability")!.Numbers.ToArray().ShouldBe([0.25, 0.25]);
        batch.Keys.ToArray().ShouldBe([default, PredictionKey.Of("A-1", [])]);
        batch.Feedback.ShouldBe([Feedback(1, "yes")]);
        batch.Refusals.Single().Counts.ShouldBe(Refusals().Counts);
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reader_OfATornLine_WaitsForItsEnd()
    {
        var bytes = Bytes([Prediction(1), Prediction(2)]);
        File.WriteAllBytes(_folder[First], bytes[..^10]);
        var (batches, cursor, _) = await ReadAsync(PredictionLogCursor.Start);
        batches.Single().Count.ShouldBe(1);

        (await ReadAsync(cursor)).Reading.Files.ShouldBe(0);
        File.WriteAllBytes(_folder[First], bytes);

        (await ReadAsync(cursor)).Batches.Single().Ids.ToArray().ShouldBe([PredictionId.Of(0xaa, 2)]);
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reader_OfTheNextFile_DoesNotOpenTheLast()
    {
        Write(First, [Prediction(1)]);
        var (_, cursor, _) = await ReadAsync(PredictionLogCursor.Start);
        Write(Second, [Prediction(2)]);

        var (batches, _, reading) = await ReadAsync(cursor);

        reading.Files.ShouldBe(1);
        batches.Single().Ids.ToArray().ShouldBe([PredictionId.Of(0xaa, 2)]);
    }

    [Fact]
    public async Task Reader_OfAFileThatWasCut_SaysSoAndCountsNothingTwice()
    {
        Write(First, [Prediction(1), Prediction(2), Prediction(3)]);
        var (_, cursor, _) = await ReadAsync(PredictionLogCursor.Start);
        Write(First, [Prediction(1)]);

        (await ReadAsync(cursor)).Batches.ShouldBeEmpty();

        _problems.Single().ToString().ShouldStartWith(First + ": The file has");
    }

    [Fact]
    public async Task Reader_OfACutFileThatGoesOn_ReadsWhatWasAppended()
    {
        Write(First, [Prediction(1), Prediction(2), Prediction(3)]);
        var (_, cursor, _) = await ReadAsync(PredictionLogCursor.Start);
        Write(First, [Prediction(1)]);
        (_, cursor, _) = await ReadAsync(cursor);
        await File.AppendAllBytesAsync(_folder[First], Bytes([Prediction(4)]), Token);

        (await ReadAsync(cursor)).Batches.Single().Ids.ToArray().ShouldBe([PredictionId.Of(0xaa, 4)]);
    }

    [Fact]
    public async Task Reader_OfAnotherFileUnderTheName_SaysSoAndReadsItWhole()
    {
        Write(First, [Prediction(1)]);
        var (_, cursor, _) = await ReadAsync(PredictionLogCursor.Start);
        Write(First, [Prediction(7), Prediction(8)]);

        (await ReadAsync(cursor)).Batches.Single().Count.ShouldBe(2);

        _problems.Single().Message.ShouldStartWith("The file is another");
    }

    [Fact]
    public async Task Reader_OfAFileThatIsGone_ReadsTheOthers()
    {
        Write(First, [Prediction(1)]);
        var (_, cursor, _) = await ReadAsync(PredictionLogCursor.Start);
        File.Delete(_folder[First]);
        Write(Second, [Prediction(2)]);

        (await ReadAsync(cursor)).Batches.Single().Ids.ToArray().ShouldBe([PredictionId.Of(0xaa, 2)]);
        _problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reader_OfACorruptFile_NamesItOnceAndReadsTheRest()
    {
        Write(Second, [Prediction(2)]);
        File.WriteAllText(_folder[First], string.Concat(Enumerable.Repeat("nonsense\n", 1000)));

        var (batches, _, reading) = await ReadAsync(PredictionLogCursor.Start);

        batches.Sum(x => x.Count).ShouldBe(1);
        reading.Unreadable.ShouldBe(1000);
        _problems.Select(x => x.File).ShouldAllBe(x => x == First);
        _problems.Select(x => x.Line).ShouldBe([1, 2, 3, null]);
        _problems[^1].Message.ShouldStartWith("997 more lines");
    }

    [Fact]
    public async Task Reader_OfAClockThatWentBack_NamesTheFileOnce()
    {
        Write(First, [Prediction(1), At(2, -1), At(3, -7200), At(4, -7200)]);

        (await ReadAsync(PredictionLogCursor.Start)).Batches.Single().Count.ShouldBe(4);

        _problems.Single().ToString().ShouldContain("went back by 02:00:00");

        PredictionLogEntry At(ulong number, int seconds) =>
            Prediction(number) with { Time = Prediction(number).Time.AddSeconds(seconds) };
    }

    [Fact]
    public async Task Reader_OfTwoModels_KeepsThemInBatchesOfTheirOwn()
    {
        var other = Prediction(2);
        Write(First, [Prediction(1), other with { Model = other.Model with { Revision = 8 } }, Prediction(3)]);

        var (batches, _, _) = await ReadAsync(PredictionLogCursor.Start);

        batches.Select(x => x.Model!.Revision).ShouldBe([7, 8, 7]);
    }

    [Fact]
    public async Task Reader_AskedForServers_ReadsTheirFilesAlone()
    {
        Write(First, [Prediction(1)]);
        Write(First.Replace("00aa", "00bb", StringComparison.Ordinal), [Prediction(2)]);

        var (batches, _, reading) = await ReadAsync(
            PredictionLogCursor.Start, new PredictionLogReaderOptions { Servers = new HashSet<ulong> { 0xbb } });

        reading.Files.ShouldBe(1);
        batches.Single().File.ShouldContain("bb-0001");
    }

    [Fact]
    public async Task Cursor_OfManyFiles_StaysSmallAndReadsNothingAgain()
    {
        for (var file = 1; file <= 40; file++)
            Write($"predictions-20260102T030405Z-00000000000000aa-{Padded(file, 4)}.jsonl", [Prediction((ulong)file)]);
        var (_, cursor, _) = await ReadAsync(PredictionLogCursor.Start);

        cursor.Servers.Single().Files.Count.ShouldBe(8);
        (await ReadAsync(cursor)).Reading.Files.ShouldBe(0);
    }

    [Fact]
    public async Task Cursor_OfManyServers_ForgetsTheFirstAndReadsNothingAgain()
    {
        for (var server = 1; server <= 40; server++)
            Write($"predictions-20260102T0304{Padded(server, 2)}Z-{Padded(server, 16)}-0001.jsonl", [Prediction((ulong)server)]);
        var options = new PredictionLogReaderOptions { MostServers = 10 };
        var (batches, cursor, _) = await ReadAsync(PredictionLogCursor.Start, options);
        batches.Count.ShouldBe(40);

        cursor.Servers.Count.ShouldBe(10);
        (await ReadAsync(cursor, options)).Reading.Files.ShouldBe(0);
        _problems.ShouldHaveSingleItem().Message.ShouldStartWith("30 files");
    }

    [Fact]
    public async Task Reader_OfNoFolder_FindsNothing()
    {
        var reader = new PredictionLogReader(_folder["nothing"], PredictionLogCursor.Start);

        (await reader.ReadAsync(new CollectedProblems(), Token).ToListAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public void Id_OfAnyText_IsReadFromBytesAsFromCharacters()
    {
        var random = new Random(5);
        const string alphabet = "0123456789abcdef0123456789abcdefABCDEFg/:`@ ";
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Create(PredictionId.Length, random, static (span, random) =>
            {
                var letters = random.Next(20) == 0 ? alphabet.Length : 32;
                for (var at = 0; at < span.Length; at++)
                    span[at] = alphabet[random.Next(letters)];
            });

            var isId = PredictionId.TryParse(Encoding.UTF8.GetBytes(text), out var id);

            isId.ShouldBe(PredictionId.TryParse(text, null, out var expected));
            id.ShouldBe(expected);
            if (isId)
                id.ToString().ShouldBe(text);
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task<(List<PredictionBatch> Batches, PredictionLogCursor Cursor, PredictionLogReading Reading)> ReadAsync(
        PredictionLogCursor cursor, PredictionLogReaderOptions? options = null)
    {
        var reader = new PredictionLogReader(_folder.Path, Kept(cursor), options ?? new PredictionLogReaderOptions());
        var batches = await reader.ReadAsync(new CollectedProblems(_problems), Token).ToListAsync(Token);
        return (batches, Kept(reader.Cursor), reader.Reading);
    }

    private static string Padded(int number, int digits) =>
        number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');

    /// <summary>As a document has it.</summary>
    private static PredictionLogCursor Kept(PredictionLogCursor cursor) => JsonSerializer.Deserialize<PredictionLogCursor>(
        JsonSerializer.Serialize(cursor, DocumentJson.Options), DocumentJson.Options)!;

    private void Write(string file, IEnumerable<PredictionLogEntry> entries) => File.WriteAllBytes(_folder[file], Bytes(entries));
}
