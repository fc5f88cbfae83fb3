using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Deployment;
using Pipeline.Deployment.Environments;
using Pipeline.Deployment.Rollback;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Strategies;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.EndToEnd;

/// <summary>What every engine keeps to, seen from who deploys, whoever starts the servers.</summary>
public abstract class EngineContract : IAsyncDisposable
{
    protected static Actor Ada { get; } = new("ada", "test");

    protected static EnvironmentSpec Anywhere { get; } = new() { Strategy = new StrategySpec.Recreate() };

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deploy_First_AnswersAndIsTheOnlyOneThatRuns()
    {
        using var environment = Open();

        var result = await DeployAsync(environment, "--answer", "1");

        result.ShouldBeOfType<RolloutResult.Promoted>();
        (await AskAsync(environment)).ShouldBe(1);
        await UntilRunAsync(1);
    }

    [Fact]
    public async Task Deploy_SameImageFromAnotherClone_ChangesNothing()
    {
        using var environment = Open();
        await DeployAsync(environment, "--answer", "1");

        using var clone = Open();
        var result = await DeployAsync(clone, "--answer", "1");

        result.ShouldBeOfType<RolloutResult.AlreadyServing>();
        await UntilRunAsync(1);
    }

    [Fact]
    public async Task Deploy_CandidateThatCrashesAtItsStart_IsAbortedWithItsLastWords()
    {
        using var environment = Open();
        await DeployAsync(environment, "--answer", "1");

        var result = await DeployAsync(environment, "--crash", "yes");

        result.ShouldBeOfType<RolloutResult.Aborted>();
        result.Reason.ShouldBe("The server of revision 2 ended by itself with exit code 3; "
            + "the last line of its log is: The model cannot be read.");
        (await AskAsync(environment)).ShouldBe(1);
        await UntilRunAsync(1);
    }

    [Fact]
    public async Task Deploy_TwoAtOnce_OneIsRefusedByNameAndTheOtherAnswers()
    {
        using var environment = Open();
        using var clone = Open();
        await DeployAsync(environment, "--answer", "1");

        // Made first: one would else be through before the other begins.
        var (two, three) = (await ImageOfAsync("--answer", "2"), await ImageOfAsync("--answer", "3"));

        var both = await Task.WhenAll(TryDeployAsync(environment, two), TryDeployAsync(clone, three));

        both.Count(x => x is null).ShouldBe(1);
        both.Single(x => x is not null)!.ShouldContain("ada");
        (await AskAsync(environment)).ShouldBe(2);
    }

    [Fact]
    public async Task Rollback_ToStandby_MovesTrafficAlone()
    {
        using var environment = Open();
        await DeployAsync(environment, "--answer", "1");
        await DeployAsync(environment, "--answer", "2");

        using var clone = Open();
        var result = await clone.RollbackAsync(new RollbackRequest(Ada), Token);

        result.WasStandby.ShouldBeTrue();
        (await AskAsync(environment)).ShouldBe(1);
        await UntilRunAsync(2);
    }

    [Fact]
    public async Task Rollback_ToRevisionThatEnded_StartsItAgain()
    {
        using var environment = Open();
        foreach (var answer in new[] { "1", "2", "3" })
            await DeployAsync(environment, "--answer", answer);
        await UntilRunAsync(2);

        var result = await environment.RollbackAsync(new RollbackRequest(Ada) { Revision = 1 }, Token);

        result.WasStandby.ShouldBeFalse();
        (await AskAsync(environment)).ShouldBe(1);
        await UntilRunAsync(2);
    }

    [Fact]
    public async Task Server_Killed_IsStartedAgainAndItsRequestsWait()
    {
        using var environment = Open();
        await DeployAsync(environment, "--answer", "1");

        await KillAsync(1);

        (await AskAsync(environment)).ShouldBe(1);
    }

    [Fact]
    public async Task Gateway_Killed_IsThereAgainWithWhatItKnew()
    {
        using var environment = Open();
        await DeployAsync(environment, "--answer", "1");
        await DeployAsync(environment, "--answer", "2");

        await KillGatewayAsync();

        var result = await environment.RollbackAsync(new RollbackRequest(Ada), Token);
        result.Revision.Number.ShouldBe(1);
        (await AskAsync(environment)).ShouldBe(1);
    }

    [Fact]
    public async Task Log_OfServerAndGateway_IsThere()
    {
        using var environment = Open();
        await DeployAsync(environment, "--answer", "1");

        (await environment.ReadLogAsync(1, 10, Token)).ShouldContain("It listens.");
        (await environment.ReadLogAsync(7, 10, Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Down_Deployed_LeavesTheJournalAndNothingThatRuns()
    {
        using var environment = Open();
        await DeployAsync(environment, "--answer", "1");

        var wasThere = await environment.TakeDownAsync(Ada, takeOver: false, Token);

        wasThere.ShouldBeTrue();
        await UntilRunAsync(0);
        var status = (await environment.StatusAsync(100, Token))!;
        status.Gateway.ShouldBeNull();
        status.Document.Revisions.Single().State.ShouldBe(RevisionState.Stopped);
        (await environment.VerifyJournalAsync(Token)).ShouldBeOfType<ChainStatus.Intact>();
        (await DeployAsync(environment, "--answer", "2")).Revision.Number.ShouldBe(2);
    }

    [Fact]
    public async Task Down_GatewayGone_EndsWhatRunsAllTheSame()
    {
        using var environment = Open();
        await DeployAsync(environment, "--answer", "1");
        await RemoveGatewayAsync();

        await environment.TakeDownAsync(Ada, takeOver: false, Token);

        await UntilRunAsync(0);
        var status = (await environment.StatusAsync(0, Token))!;
        status.Document.Stable.ShouldBeNull();
        status.Document.Revisions.Single().State.ShouldBe(RevisionState.Stopped);
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>The environment as another clone opens it each time.</summary>
    protected abstract ModelEnvironment Open();

    /// <summary>An image whose server has these habits.</summary>
    protected abstract Task<ImageDigest> ImageOfAsync(params string[] habits);

    /// <summary>Ends the server of a revision as the system does that is out of memory.</summary>
    protected abstract Task KillAsync(int revision);

    /// <summary>The same with the gateway, which somebody starts again.</summary>
    protected abstract Task KillGatewayAsync();

    /// <summary>The gateway, and whoever starts it again.</summary>
    protected abstract Task RemoveGatewayAsync();

    /// <summary>What runs servers of the environment now, one line each.</summary>
    protected abstract Task<IReadOnlyList<string>> ServersAsync();

    protected async Task<RolloutResult> DeployAsync(ModelEnvironment environment, params string[] habits) =>
        await DeployAsync(environment, await ImageOfAsync(habits));

    /// <summary>The number of the revision that answers a prediction.</summary>
    protected static async Task<int> AskAsync(ModelEnvironment environment)
    {
        var status = await environment.StatusAsync(0, Token);
        using var client = new HttpClient();
        using var response = await client.PostAsync(
            new Uri($"http://{status!.Document.Address}/predict"), new StringContent("{}"), Token);
        response.IsSuccessStatusCode.ShouldBeTrue();
        return int.Parse(response.Headers.GetValues("X-Pipeline-Revision").Single());
    }

    /// <summary>A server that was asked to end may still be ending.</summary>
    private Task UntilRunAsync(int servers) =>
        Patience.UntilAsync($"{servers} servers", async () => (await ServersAsync()).Count == servers, Token);

    private static Task<RolloutResult> DeployAsync(ModelEnvironment environment, ImageDigest image) =>
        environment.DeployAsync(new RolloutRequest(image, Ada), Anywhere, [], Token);

    private static async Task<string?> TryDeployAsync(ModelEnvironment environment, ImageDigest image)
    {
        try
        {
            await DeployAsync(environment, image);
            return null;
        }
        catch (EnvironmentRefusedException exception)
        {
            return exception.Message;
        }
    }
}
