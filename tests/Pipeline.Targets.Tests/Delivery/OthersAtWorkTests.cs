using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Delivery;
using Pipeline.Governance.Registry;
using Pipeline.Targets.Failures;
using Pipeline.Testing;

namespace Pipeline.Targets.Delivery;

/// <summary>Two builds in one clone, and a registry that another process writes to.</summary>
public sealed class OthersAtWorkTests : IDisposable
{
    private const string TrainLock = "artifacts/loan-default/.stages/train.lock";
    private const string EvaluateLock = "artifacts/loan-default/.stages/evaluate.lock";

    private static readonly ModelName Model = ModelName.Parse("loan-default");
    private static readonly Actor Ann = new("ann", "test");

    private readonly DeliveryRoot _root = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Builds_TwoAtOnce_AreOneAndABusyOneUnlessItQueues()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("A process is held up by a signal here.");
        _root.Change("trees: 60", "trees: 300");
        using var first = _root.Start("Register");
        while (!_root.Has(TrainLock))
            await Task.Delay(5, Token);
        Signal("STOP", first.Id);

        var busy = _root.Run("Register");
        using var queued = _root.Start("Register --wait");
        Read(queued, until: "Waits: Stage 'train'");
        using (Hold(EvaluateLock))
        {
            Signal("CONT", first.Id);
            Read(first, until: "Waits: Stage 'evaluate'");
        }

        var (one, other) = (await first.StandardOutput.ReadToEndAsync(Token), await queued.StandardOutput.ReadToEndAsync(Token));
        await Task.WhenAll(first.WaitForExitAsync(Token), queued.WaitForExitAsync(Token));

        busy.ExitCode.ShouldBe(ExitCodes.Busy, busy.Text);
        busy.Output.ShouldContain("Stage 'train' is being run by another process");
        busy.Text.ShouldNotContain("   at Pipeline.");
        (first.ExitCode, queued.ExitCode).ShouldBe((0, 0), one + other);
        _root.Run("Registry").Output.ShouldContain("loan-default has 1 version");
    }

    [Fact]
    public void Registry_ThatAnotherProcessWritesTo_IsBusyAndNamesIt()
    {
        _root.Run("Register").ExitCode.ShouldBe(0);
        _root.Change("trees: 60", "trees: 65");
        using var held = HeldJournal.At(Path.Combine(_root.Root, ".pipeline", "journal.db"));

        var run = _root.Run("Register");

        run.ExitCode.ShouldBe(ExitCodes.Busy, run.Text);
        run.Output.ShouldContain("journal.db' was not written: ");
        run.Output.ShouldContain("has kept it locked for 10 s. Wait for it to end, or end it.");
        run.Text.ShouldNotContain("   at Pipeline.");
    }

    [Fact]
    public async Task Champion_ThatOthersMoveEachTime_IsToldAsItIs()
    {
        await using var others = await OpenAsync(TimeProvider.System);
        for (var number = 1; number <= 3; number++)
            await RegisterAsync(others.Registry, number);
        var clock = new MeddlersClock();
        await using var session = await OpenAsync(clock);
        clock.Meddle = () => MoveOnAsync(others).GetAwaiter().GetResult();

        var moved = await Should.ThrowAsync<ChampionMovedException>(
            () => session.PromoteAsync(new ModelVersion(1), "Production serves it.", Token));

        var champion = await session.FindChampionAsync(Token);
        moved.Message.ShouldStartWith(
            $"The champion of 'loan-default' should become version 1, and others move it meanwhile: it is version "
            + $"{champion!.Version} now.");
        champion.Version.Number.ShouldBeOneOf(2, 3);
        ExitCodes.Of(moved).ShouldBe(ExitCodes.Busy);
    }

    [Fact]
    public async Task Champion_ThatAnotherMovesOnce_IsMovedFromThere()
    {
        await using var others = await OpenAsync(TimeProvider.System);
        for (var number = 1; number <= 3; number++)
            await RegisterAsync(others.Registry, number);
        var clock = new MeddlersClock();
        await using var session = await OpenAsync(clock);
        clock.Meddle = () =>
        {
            clock.Meddle = null;
            MoveOnAsync(others).GetAwaiter().GetResult();
        };

        await session.PromoteAsync(new ModelVersion(1), "Production serves it.", Token);

        var history = await (await session.Registry.ReadAsync(Token)).HistoryAsync(Model, AliasName.Champion, Token);
        history.Select(x => (x.From?.Number, x.To?.Number)).ShouldBe([(null, 2), (2, 1)]);
    }

    public void Dispose() => _root.Dispose();

    private Task<RegistrySession> OpenAsync(TimeProvider clock) =>
        RegistrySession.OpenAsync(new ModelPlace(_root.Root, Model, clock, new FakeFace()), Ann, new AllowAll(), Token);

    private static async Task RegisterAsync(ModelRegistry registry, int number)
    {
        var digest = Digest.OfText($"{number}");
        (await registry.RecordAsync(new NewRun(RunId.Of(digest), Model, digest, digest), Token)).OrThrow();
        (await registry.RegisterAsync(new NewVersion(Model, digest, RunId.Of(digest)), Token)).OrThrow();
    }

    /// <summary>To version 2, or from there to version 3 and back.</summary>
    private static async Task MoveOnAsync(RegistrySession others)
    {
        var now = (await others.FindChampionAsync(Token))?.Version;
        var next = new ModelVersion(now?.Number == 2 ? 3 : 2);
        (await others.Registry.MoveAsync(new NewAliasMove(Model, AliasName.Champion, now, next, "Ours."), Token)).OrThrow();
    }

    private FileStream Hold(string name) =>
        new(Path.Combine(_root.Root, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static void Read(Process process, string until)
    {
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains(until, StringComparison.Ordinal))
            continue;
    }

    private static void Signal(string name, int process) =>
        Child.Run("kill", [$"-{name}", $"{process}"], "/").ExitCode.ShouldBe(0);

    /// <summary>Others act when a registry has decided and not yet written, which is when it asks for the time.</summary>
    private sealed class MeddlersClock : TimeProvider
    {
        public Action? Meddle { get; set; }

        public override DateTimeOffset GetUtcNow()
        {
            Meddle?.Invoke();
            return base.GetUtcNow();
        }
    }
}

/// <summary>The journal of a registry in the middle of another's transaction.</summary>
internal sealed class HeldJournal : IDisposable
{
    private readonly SqliteConnection _connection;

    private HeldJournal(SqliteConnection connection) => _connection = connection;

    public static HeldJournal At(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();
        return new HeldJournal(connection);
    }

    public void Dispose() => _connection.Dispose();
}
