using System.Diagnostics;
using Pipeline.Core.Audit;
using Pipeline.Core.Retention;
using Pipeline.Deployment.Rollouts;
using Pipeline.Testing;

namespace Pipeline.Integration.Containers;

/// <summary>
/// The engine itself ends, under load, and whatever watches it starts it again. PIPELINE_ENGINE_PID is the file with its process
/// number, and says that it may be ended.
/// </summary>
[Trait("Needs", "Docker")]
[Collection(nameof(Programs))]
public sealed class EngineFaultTests(Programs programs) : IAsyncDisposable
{
    private readonly DockerLab _lab = new(programs);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Theory]
    [InlineData("KILL")]
    [InlineData("TERM")]
    public async Task Engine_EndedUnderLoadAndStartedAgain_AnswersAsBeforeWithoutAnyCommand(string signal)
    {
        var engine = EngineProcess();
        await _lab.DeployAsync("--answer", "1");
        await _lab.DeployAsync("--answer", "2");
        var before = await _lab.StatusAsync();
        await using var load = await _lab.BeginLoadAsync();
        await load.UntilAnsweredAsync(50, Token);
        var began = Stopwatch.GetTimestamp();

        Child.Run("kill", [$"-{signal}", $"{engine}"], "/").ExitCode.ShouldBe(0);

        await Patience.UntilAsync("another engine", async () => EngineProcess() != engine && await IsThereAsync(), Token);
        await load.UntilAnsweredAsync(load.Answered + 100, Token);
        await load.EndAsync();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{signal}: {load.Summary}; {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s until it answered again");
        // Without an engine nobody takes a connection, or its proxy closes one; what was on its way to a server that was ended
        // meanwhile is told so. No request is answered badly.
        var told = load.Failures.Where(x => !x.StartsWith("no answer", StringComparison.Ordinal)).ToList();
        told.ShouldAllBe(x => x == "502 by nobody" || x == "504 by nobody");
        told.Count.ShouldBeLessThanOrEqualTo(Load.Clients);
        var after = await _lab.StatusAsync();
        (after.Document.Stable, after.Document.Address).ShouldBe((2, before.Document.Address));
        (await _lab.RollbackAsync()).Revision.Number.ShouldBe(1);
        (await _lab.AskAsync()).ShouldBe(1);
        (await _lab.DeployAsync("--answer", "3")).ShouldBeOfType<RolloutResult.Promoted>();
        using var environment = _lab.Open();
        (await environment.VerifyJournalAsync(Token)).ShouldBeOfType<ChainStatus.Intact>();
    }

    private async Task<bool> IsThereAsync()
    {
        try
        {
            return await _lab.GetAsync("/version") is not null;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int EngineProcess()
    {
        if (Environment.GetEnvironmentVariable("PIPELINE_ENGINE_PID") is not { Length: > 0 } file)
        {
            Assert.Skip("No engine may be ended: PIPELINE_ENGINE_PID does not name the file with its process number.");
            return 0;
        }

        return File.Exists(file) && int.TryParse(File.ReadAllText(file), out var process) ? process : 0;
    }
}
