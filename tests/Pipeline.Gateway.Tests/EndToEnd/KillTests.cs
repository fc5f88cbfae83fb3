using System.Diagnostics;
using Pipeline.Deployment.Processes;
using Pipeline.Deployment.Rollouts;
using Pipeline.Deployment.Status;
using Pipeline.Environments;
using Pipeline.Testing;

namespace Pipeline.EndToEnd;

/// <summary>Real processes that are killed, and what they leave to others.</summary>
public sealed class KillTests
{
    private static readonly string Runner = Path.Combine(Lab.Output, "DeployRunner", "debug", "DeployRunner");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runner_KilledWhileTrafficIsShared_TrafficReturnsAndTheNextDeployWorks()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await using var load = await lab.BeginLoadAsync();
        using var runner = Child.Start(Runner, [lab.Home, Lab.Output, "0.5", "canary"], lab.Home);
        await lab.UntilAsync(x => x.Document.Weight == 50);

        runner.Kill();

        var after = await lab.UntilAsync(x => x.Document.Candidate is null && x.Document.Lease is null);
        after.Document.Stable.ShouldBe(1);
        var lines = string.Join('\n', StatusText.Of(after));
        lines.ShouldContain($"because runner (process {runner.Id}) ended; all traffic is back on revision 1.");
        (await lab.DeployAsync(Lab.Canary, "--answer", "0.75")).ShouldBeOfType<RolloutResult.Promoted>();
        await load.EndAsync();
        load.Failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Gateway_Killed_IsStartedAgainAtItsAddressWithItsState()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        var before = await lab.StatusAsync();

        Kill(before.Gateway!.Process);

        var after = await lab.UntilAsync(x => x.Gateway is { } gateway && gateway.Process != before.Gateway.Process);
        after.Document.Address.ShouldBe(before.Document.Address);
        after.Document.Find(1)!.Process.ShouldBe(before.Document.Find(1)!.Process);
        (await lab.DeployAsync("--answer", "0.5")).ShouldBeOfType<RolloutResult.Promoted>();
    }

    [Fact]
    public async Task StableServer_Killed_IsStartedAgainAndRequestsWait()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        await using var load = await lab.BeginLoadAsync();
        var process = (await lab.StatusAsync()).Document.Find(1)!.Process!;
        await load.UntilAnsweredAsync(10, Token);

        Kill(process);

        var after = await lab.UntilAsync(x => x.Document.Find(1) is { Restarts: 1, Process: not null });
        await load.UntilAnsweredAsync(load.Answered + 10, Token);
        await load.EndAsync();
        load.Failures.ShouldBeEmpty();
        after.Document.Find(1)!.Process.ShouldNotBe(process);
        after.Events.ShouldContain(x => x.Action == EnvironmentActions.Crashed);
    }

    [Fact]
    public async Task Everything_KilledAtOnce_NextDeployGoesOnWhereItWas()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        var before = await lab.StatusAsync();

        Kill(before.Gateway!.Watcher!);
        Kill(before.Gateway.Process);
        Kill(before.Document.Find(1)!.Process!);

        var offline = await lab.StatusAsync();
        string.Join('\n', StatusText.Of(offline)).ShouldContain("gateway    does not run: deploy again to start it");
        (await lab.DeployAsync("--answer", "0.5")).ShouldBeOfType<RolloutResult.Promoted>().Revision.Number.ShouldBe(2);
        (await lab.StatusAsync()).Document.Address.ShouldBe(before.Document.Address);
    }

    [Fact]
    public async Task TakeDown_GatewayKilled_LeavesNoProcess()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        var gateway = (await lab.StatusAsync()).Gateway!;
        Kill(gateway.Watcher!);
        Kill(gateway.Process);

        await lab.Environment.TakeDownAsync(Lab.Ada, takeOver: false, Token);

        lab.Processes().ShouldBeEmpty();
        (await lab.StatusAsync()).Document.Find(1)!.State.ShouldBe(RevisionState.Stopped);
    }

    [Fact]
    public async Task Runner_WhoseOutputIsAPipe_ReturnsAndLeavesTheServersRunning()
    {
        await using var lab = new Lab();

        string[] arguments = ["-c", "exec 3>&1; \"$@\" | cat", "sh", Runner, lab.Home, Lab.Output, "0.25", "recreate"];

        var piped = Child.Run("/bin/sh", arguments, lab.Home);

        piped.Output.ShouldBe("Promoted 1\n");
        (await lab.StatusAsync()).Document.Find(1)!.Process!.IsRunning.ShouldBeTrue();
    }

    [Fact]
    public async Task Processes_Started_LeadSessionsOfTheirOwn()
    {
        await using var lab = new Lab();

        await lab.DeployAsync("--answer", "0.25");

        var status = await lab.StatusAsync();
        SessionOf(status.Gateway!.Watcher!).ShouldBe(status.Gateway.Watcher!.Id);
        SessionOf(status.Document.Find(1)!.Process!).ShouldBe(status.Document.Find(1)!.Process!.Id);
    }

    [Fact]
    public async Task Deploy_AddressTaken_SaysByWhom()
    {
        await using var lab = new Lab();
        using var other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();
        var address = Pipeline.Deployment.Environments.GatewayAddress.Parse(other.LocalEndpoint.ToString()!);

        var taken = await Should.ThrowAsync<GatewayNotLaunchedException>(() => lab.Environment.DeployAsync(
            new RolloutRequest(lab.Images.Of("--answer", "0.25"), Lab.Ada), Lab.Anywhere with { Address = address }, [], Token));

        taken.Message.ShouldContain($"The address {address} is taken by '");
        taken.Message.ShouldContain($"(process {Environment.ProcessId}). End that, or give the environment another address.");
    }

    [Fact]
    public async Task Deploy_WhileAnotherRolloutIsLed_IsRefusedByName()
    {
        await using var lab = new Lab();
        await lab.DeployAsync("--answer", "0.25");
        using var runner = Child.Start(Runner, [lab.Home, Lab.Output, "0.5", "canary"], lab.Home);
        await lab.UntilAsync(x => x.Document.Weight == 50);

        var refused = await Should.ThrowAsync<EnvironmentRefusedException>(() => lab.DeployAsync("--answer", "0.75"));

        refused.Kind.ShouldBe(RefusalKind.LeaseHeld);
        refused.Message.ShouldStartWith(
            $"production of loan-default is being changed: runner (process {runner.Id}) holds it since ");
        runner.Kill();
    }

    [Fact]
    public async Task Deploy_TwoFirstOnesAtOnce_OneWaitsForTheOther()
    {
        await using var lab = new Lab();
        using var clone = lab.Clone();
        var (one, other) = (Request("0.25"), Request("0.5"));

        var results = await Task.WhenAll(
            lab.Environment.DeployAsync(one, Lab.Anywhere, [], Token), clone.DeployAsync(other, Lab.Anywhere, [], Token));

        results.ShouldAllBe(x => x is RolloutResult.Promoted);
        results.Select(x => x.Revision.Number).ShouldBe([1, 2], ignoreOrder: true);

        RolloutRequest Request(string answer) =>
            new(lab.Images.Of("--answer", answer), Lab.Ada) { WaitForLease = TimeSpan.FromMinutes(1) };
    }

    [Fact]
    public async Task Server_WhoseStartWasNeverNoted_IsEndedByTheNextGateway()
    {
        await using var lab = new Lab();
        Directory.CreateDirectory(lab.Folder.Path);
        using var orphan = Child.Start("/bin/sleep", ["600"], lab.Home, ("PIPELINE_ENVIRONMENT_FOLDER", lab.Folder.Path));

        await lab.DeployAsync("--answer", "0.25");

        await orphan.WaitForExitAsync(Token);
        orphan.ExitCode.ShouldBe(137);
    }

    private static int SessionOf(ProcessIdentity process)
    {
        var stat = File.ReadAllText($"/proc/{process.Id}/stat");
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3]);
    }

    private static void Kill(ProcessIdentity process)
    {
        using var running = Process.GetProcessById(process.Id);
        running.Kill();
    }
}
