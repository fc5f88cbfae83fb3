using System.Diagnostics;
using Pipeline.Deployment;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollback;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.EndToEnd;

/// <summary>The way back, with real processes.</summary>
public sealed class RollbackTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rollback_ToWarm_IsATrafficChangeFromAnotherClone()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await lab.DeployAsync("--answer", "0.5");
        var address = await lab.AddressAsync();
        using var clone = lab.Clone();
        var began = Stopwatch.StartNew();

        var result = await clone.RollbackAsync(new RollbackRequest(Lab.Ada), Token);

        var (revision, _) = await Lab.AskAsync(address);
        TestContext.Current.TestOutputHelper!.WriteLine($"First answer after {began.Elapsed.TotalMilliseconds:0} ms.");
        (revision, result.WasStandby, result.From).ShouldBe((1, true, 2));
    }

    [Fact]
    public async Task Rollback_GatewayThatCannotBeBuilt_GoesBackAllTheSame()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await lab.DeployAsync("--answer", "0.5");
        var broken = new GatewayProgram(_ => throw new InvalidOperationException("The sources do not compile."));
        using var clone = new ModelEnvironment(lab.Site, new EnvironmentTools(broken, lab.Images));

        var result = await clone.RollbackAsync(new RollbackRequest(Lab.Ada), Token);

        (result.Revision.Number, result.WasStandby).ShouldBe((1, true));
    }

    [Fact]
    public async Task Rollback_EverythingKilledJustBefore_WaitsForTheRevisionThatTheGatewayRevives()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await lab.DeployAsync("--answer", "0.5");
        var before = await lab.StatusAsync();
        var gateway = before.Gateway!;
        var servers = before.Document.Revisions.Select(x => x.Process);
        foreach (var process in new[] { gateway.Watcher, gateway.Process }.Concat(servers))
            Process.GetProcessById(process!.Id).Kill();

        var result = await lab.Environment.RollbackAsync(new RollbackRequest(Lab.Ada), Token);

        (result.Revision.Number, result.WasStandby, result.From).ShouldBe((1, false, 2));
        (await Lab.AskAsync(await lab.AddressAsync())).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task Rollback_ToCold_StartsItFirst()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await lab.DeployAsync("--answer", "0.5");
        await lab.DeployAsync("--answer", "0.75");
        await lab.UntilAsync(x => x.Document.Find(1)!.State == RevisionState.Stopped);

        var result = await lab.Environment.RollbackAsync(new RollbackRequest(Lab.Ada) { Revision = 1 }, Token);

        result.WasStandby.ShouldBeFalse();
        (await Lab.AskAsync(await lab.AddressAsync())).Revision.ShouldBe(1);
    }

    [Fact]
    public async Task Rollback_ImageGone_LeavesTrafficWhereItIs()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await lab.DeployAsync("--answer", "0.5");
        await lab.DeployAsync("--answer", "0.75");
        await lab.UntilAsync(x => x.Document.Find(1)!.State == RevisionState.Stopped);
        Directory.Delete(lab.Folder.Images, recursive: true);

        var gone = await Should.ThrowAsync<RevisionGoneException>(
            () => lab.Environment.RollbackAsync(new RollbackRequest(Lab.Ada) { Revision = 1 }, Token));

        gone.Message.ShouldStartWith("Revision 1 in production of loan-default cannot answer again: its image ");
        (await lab.StatusAsync()).Document.Stable.ShouldBe(3);
    }

    [Fact]
    public async Task Rollback_NothingBefore_SaysSo()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");

        var nothing = await Should.ThrowAsync<NothingToRollBackToException>(
            () => lab.Environment.RollbackAsync(new RollbackRequest(Lab.Ada), Token));

        nothing.Message.ShouldBe(
            "There is nothing to roll back to in production of loan-default: no revision before 1 ever answered there.");
    }
}
