using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Environments;
using Pipeline.Gateway.State;
using Pipeline.Gateway.Supervision;

namespace Pipeline.Testing;

/// <summary>A gateway's keeper and supervisor over real files and imagined servers, without its process.</summary>
internal sealed class Bench : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private EnvironmentStore _store = null!;

    private Bench()
    {
    }

    public static Actor Ada { get; } = new("ada", "test");

    public static EnvironmentDocument Empty { get; } = new()
    {
        Project = "acme",
        Environment = "production",
        Model = ModelName.Parse("loan-default"),
    };

    public EnvironmentFolder Folder => new(_home["state"]);

    public EnvironmentKeeper Keeper { get; private set; } = null!;

    public Supervisor Supervisor { get; private set; } = null!;

    public FakeRuntime Servers { get; } = new();

    public ManualClock Clock { get; } = new();

    /// <summary>Processes that ended although the system may know such an id.</summary>
    public HashSet<ProcessIdentity> Dead { get; } = [];

    public FakeTraffic Traffic { get; } = new();

    public EnvironmentDocument Document => Keeper.Current;

    public static async Task<Bench> OpenAsync()
    {
        var bench = new Bench();
        await bench.ReopenAsync();
        return bench;
    }

    /// <summary>As a gateway does that is started after another was killed.</summary>
    public async Task ReopenAsync()
    {
        _store?.Dispose();
        _store = await EnvironmentStore.OpenAsync(Folder, Empty, TestContext.Current.CancellationToken);
        Keeper = new EnvironmentKeeper(_store, Clock, Traffic, x => !Dead.Contains(x));
        Supervisor = new Supervisor(Keeper, Servers, Traffic, new SupervisorOptions(), Clock);
    }

    /// <summary>Every revision is asked that often, and answers well but for its errors.</summary>
    public void Ask(long requests, long errorsOfCandidate = 0) => Traffic.Counts = new TrafficSnapshot(
        Traffic.Counts?.Epoch ?? "epoch",
        [.. Document.Revisions.Select(
            x => Count(x.Number, requests, x.Number == Document.Candidate ? errorsOfCandidate : 0))]);

    /// <summary>As a gateway does that was started again: what it counted is forgotten.</summary>
    public void CountAnew() => Traffic.Counts = new TrafficSnapshot($"{Traffic.Counts?.Epoch} and another", []);

    public Task LookAsync() => Supervisor.LookAsync(TestContext.Current.CancellationToken);

    /// <summary>Until a supervisor that looks by itself has done what it should.</summary>
    public async Task UntilAsync(Func<EnvironmentDocument, bool> isSo)
    {
        while (!isSo(Document))
            await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    public async Task<ChainStatus> VerifyAsync()
    {
        var journal = Document.Journal;
        var events = await EnvironmentJournal.ReadAsync(Folder.Journal, journal, TestContext.Current.CancellationToken);
        return AuditChain.Verify(events, journal.Head);
    }

    private RevisionTraffic Count(int revision, long requests, long errors)
    {
        var before = Traffic.Counts?.Of(revision) ?? new RevisionTraffic { Revision = revision, Requests = 0 };
        return before with { Requests = before.Requests + requests, ServerErrors = before.ServerErrors + errors };
    }

    public void Dispose()
    {
        Keeper.Dispose();
        _store.Dispose();
        _home.Dispose();
    }
}
