using Pipeline.Testing;

namespace Pipeline.Models.Predictions;

/// <summary>Servers that are killed while they write, and a reader that is asked meanwhile.</summary>
public sealed class KilledServerTests : IDisposable
{
    private const int Kills = 4;
    private const int ReportsBeforeAKill = 300;

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Log_OfServersThatAreKilled_HasEveryAcceptedReportOnceAndNoTornLine()
    {
        var (accepted, problems) = (new List<string>(), new CollectedProblems());
        var (cursor, read) = (PredictionLogCursor.Start, new List<PredictionBatch>());
        for (var kill = 0; kill < Kills; kill++)
        {
            using var server = Child.Start("dotnet", [Durable.Assembly, "predictions", _folder["log"]], _folder.Path);
            while (accepted.Count < (kill + 1) * ReportsBeforeAKill)
                accepted.Add(await server.StandardOutput.ReadLineAsync(Token) ?? throw new InvalidOperationException());
            cursor = await ReadAsync(cursor, read, problems);
            server.Kill();
            await server.WaitForExitAsync(Token);
            while (await server.StandardOutput.ReadLineAsync(Token) is { Length: PredictionId.Length } last)
                accepted.Add(last);
        }

        await ReadAsync(cursor, read, problems);

        problems.All.ShouldBeEmpty();
        var told = read.SelectMany(batch => batch.Feedback).Select(entry => entry.Id.ToString()).ToList();
        told.ShouldBeUnique();
        accepted.Except(told).ShouldBeEmpty();
        var ids = read.SelectMany(batch => batch.Ids.ToArray()).ToList();
        ids.ShouldBeUnique();
        var join = new FeedbackJoin(new FeedbackJoinOptions());
        foreach (var batch in read)
            join.Add(batch);
        var counts = join.Join().Counts;
        (counts.Matched, counts.Unknown, counts.Duplicate).ShouldBe((told.Count, 0, 0));
        Directory.GetFiles(_folder["log"]).Length.ShouldBeGreaterThan(Kills);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<PredictionLogCursor> ReadAsync(
        PredictionLogCursor cursor, List<PredictionBatch> read, CollectedProblems problems)
    {
        var reader = new PredictionLogReader(_folder["log"], cursor);
        read.AddRange(await reader.ReadAsync(problems, Token).ToListAsync(Token));
        return reader.Cursor;
    }
}
