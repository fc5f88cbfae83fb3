using Pipeline.Environments;
using Pipeline.Gateway.Supervision;

namespace Pipeline.Supervision;

/// <summary>What every engine keeps to, whatever it runs servers on. Its servers here are scripts of a shell.</summary>
public abstract class RevisionRuntimeContract
{
    /// <summary>Says where it answers, and waits.</summary>
    private const string Serving = "echo 127.0.0.1:4711 > \"$ANNOUNCE\"; exec sleep 600";

    /// <summary>Does not end when it is asked to, and neither does what it started.</summary>
    private const string Stubborn = "trap '' TERM; sleep 600 & echo started; wait; wait; sleep 600";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_Server_RunsAndIsReadyWhereItSays()
    {
        var runtime = Open();
        var revision = RevisionOf(Serving);

        await StartAsync(runtime, revision);

        var running = await UntilAsync(runtime, revision, x => x is RevisionStatus.Running { Address: not null });
        ((RevisionStatus.Running)running).Address.ShouldBe("127.0.0.1:4711");
    }

    [Fact]
    public async Task Start_ServerThatFails_SaysWhyWithItsLastLine()
    {
        var runtime = Open();

        var revision = await StartAsync(runtime, RevisionOf("echo The model is damaged. >&2; sleep 0.1; exit 7"));

        var ended = (RevisionStatus.Ended)await UntilAsync(runtime, revision, x => x is RevisionStatus.Ended);
        ended.ExitCode.ShouldBe(7);
        ExitReason.Of(3, ended.ExitCode, await runtime.LogsAsync(revision, 10, Token)).ShouldBe(
            "The server of revision 3 ended by itself with exit code 7; the last line of its log is: The model is damaged.");
    }

    [Fact]
    public async Task Start_Impossible_IsToldAndLeavesNothing()
    {
        var runtime = Open();

        await Should.ThrowAsync<ProgramNotStartedException>(() => runtime.StartAsync(Impossible(), Token));

        (await runtime.ObserveAsync(Impossible(), Token)).ShouldBeOfType<RevisionStatus.Absent>();
        Traces().ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_Twice_IsOneServer()
    {
        var runtime = Open();
        var revision = RevisionOf(Serving);
        var first = await runtime.StartAsync(revision, Token);

        // As the document has it while the first start could not be noted.
        var second = await runtime.StartAsync(revision, Token);

        await UntilAsync(runtime, revision, x => x is RevisionStatus.Running { Address: not null });
        ((RevisionStatus.Running)second).Process.ShouldBe(((RevisionStatus.Running)first).Process);
        Traces().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Observe_NeverStarted_IsAbsent() =>
        (await Open().ObserveAsync(RevisionOf(Serving), Token)).ShouldBeOfType<RevisionStatus.Absent>();

    [Fact]
    public async Task Observe_Killed_SaysHowItEndedAsOftenAsItIsAsked()
    {
        var runtime = Open();
        var revision = await StartAsync(runtime, RevisionOf(Serving));

        Kill(revision);

        var ended = await UntilAsync(runtime, revision, x => x is RevisionStatus.Ended);
        ended.ShouldBe(new RevisionStatus.Ended(137));
        (await runtime.ObserveAsync(revision, Token)).ShouldBe(ended);
    }

    [Fact]
    public async Task Stop_Twice_EndsItOnce()
    {
        var runtime = Open();
        var revision = await StartAsync(runtime, RevisionOf(Serving));

        await runtime.StopAsync(revision, isLast: false, Token);
        await UntilAsync(runtime, revision, x => x is RevisionStatus.Ended);
        await runtime.StopAsync(revision, isLast: false, Token);
        await runtime.StopAsync(revision, isLast: true, Token);

        Traces().ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_Stubborn_LeavesNothingOfItAtLast()
    {
        var runtime = Open();
        var revision = await StartAsync(runtime, RevisionOf(Stubborn));
        while ((await runtime.LogsAsync(revision, 1, Token)).Count == 0)
            await Task.Delay(10, Token);

        await runtime.StopAsync(revision, isLast: false, Token);
        var asked = await runtime.ObserveAsync(revision, Token);
        await runtime.StopAsync(revision, isLast: true, Token);
        await UntilAsync(runtime, revision, x => x is RevisionStatus.Ended);

        asked.ShouldBeOfType<RevisionStatus.Running>();
        while (Traces().Count > 0)
            await Task.Delay(10, Token);
    }

    [Fact]
    public async Task Logs_EndlessLinesWithEscapes_AreBoundedAndPlain()
    {
        var runtime = Open();
        var many = "i=0; while [ $i -lt 300 ]; do printf '%05000d\\033[31m\\r\\n' $i; i=$((i+1)); done";
        var revision = await StartAsync(runtime, RevisionOf($"{many}; echo last; exec sleep 600"));

        IReadOnlyList<string> lines;
        do
            lines = await runtime.LogsAsync(revision, 20, Token);
        while (lines is not [.., "last"]);

        lines.Count.ShouldBe(20);
        lines.ShouldAllBe(x => x.Length <= 4096 && !x.Any(char.IsControl));
    }

    [Fact]
    public async Task Logs_NeverStarted_AreEmpty() => (await Open().LogsAsync(RevisionOf(Serving), 10, Token)).ShouldBeEmpty();

    [Fact]
    public async Task Gateway_StartedAgain_FindsWhatRuns()
    {
        var revision = await StartAsync(Open(), RevisionOf(Serving));

        var later = Open();
        await later.EndUnknownAsync([revision], Token);

        var running = await UntilAsync(later, revision, x => x is RevisionStatus.Running { Address: not null });
        ((RevisionStatus.Running)running).Process.ShouldBe(revision.Process);
        await later.StopAsync(revision, isLast: true, Token);
        await UntilAsync(later, revision, x => x is RevisionStatus.Ended);
    }

    [Fact]
    public async Task Gateway_KilledBeforeAStartWasNoted_IsTidiedUpAfter()
    {
        var killed = Open();
        await killed.StartAsync(RevisionOf(Serving), Token);
        await UntilAsync(killed, RevisionOf(Serving), x => x is RevisionStatus.Running { Address: not null });

        await Open().EndUnknownAsync([RevisionOf(Serving)], Token);

        while (Traces().Count > 0)
            await Task.Delay(10, Token);
    }

    /// <summary>The engine as a gateway opens it, each time for the same environment.</summary>
    private protected abstract IRevisionRuntime Open();

    /// <summary>Number 3, whose server is that script; it is told in ANNOUNCE where to write its address.</summary>
    protected abstract Revision RevisionOf(string script);

    /// <summary>A revision that the engine has no way to start.</summary>
    protected abstract Revision Impossible();

    /// <summary>Ends its server as the system does that is out of memory.</summary>
    protected abstract void Kill(Revision revision);

    /// <summary>What of this environment the engine still runs, one line each.</summary>
    protected abstract IReadOnlyList<string> Traces();

    /// <summary>The revision as the document has it once its start is noted.</summary>
    private static async Task<Revision> StartAsync(IRevisionRuntime runtime, Revision revision)
    {
        var running = (await runtime.StartAsync(revision, Token)).ShouldBeOfType<RevisionStatus.Running>();
        return revision with { Process = running.Process, Address = running.Address };
    }

    private static async Task<RevisionStatus> UntilAsync(
        IRevisionRuntime runtime, Revision revision, Func<RevisionStatus, bool> isSo)
    {
        while (true)
        {
            if (await runtime.ObserveAsync(revision, Token) is var status && isSo(status))
                return status;
            await Task.Delay(10, Token);
        }
    }
}
