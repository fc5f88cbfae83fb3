using System.Globalization;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Governance.Journal;
using Pipeline.Governance.Registry;
using Pipeline.Governance.Storage;

namespace GovernanceWriter;

/// <summary>Commands on the registry in a folder, in the name of a writer.</summary>
public static class RegistryCommands
{
    private static readonly ModelName Model = ModelName.Parse("loan-default");

    /// <summary>Arguments: folder, writer, how many. Registers model i of a run, and prints "digest version".</summary>
    public static async Task RegisterAsync(string[] args)
    {
        await using var journal = await OpenJournalAsync(args[0]);
        await using var registry = await OpenAsync(journal, args);
        var run = RunId.Of(Digest.OfText("inputs"));
        var recorded = new NewRun(run, Model, Digest.OfText("run"), Digest.OfText("dataset"));
        (await registry.RecordAsync(recorded, default)).OrThrow();
        for (var i = 0; i < int.Parse(args[2], CultureInfo.InvariantCulture); i++)
        {
            var digest = Digest.OfText(string.Create(CultureInfo.InvariantCulture, $"model {i}"));
            var registration = (await registry.RegisterAsync(new NewVersion(Model, digest, run), default)).OrThrow();
            Console.WriteLine($"{digest} {registration.Version.Version}");
        }
    }

    /// <summary>
    /// Arguments: folder, writer, how many. Moves the champion from where it is to the next version, round and round, until that
    /// many moves were its own; prints "from to" of each.
    /// </summary>
    public static async Task MoveAsync(string[] args)
    {
        await using var journal = await OpenJournalAsync(args[0]);
        await using var registry = await OpenAsync(journal, args);
        for (var moves = 0; moves < int.Parse(args[2], CultureInfo.InvariantCulture);)
        {
            var view = await registry.ReadAsync(default);
            var current = (await view.ResolveAsync(Model, AliasName.Champion, default))?.Version;
            var next = new ModelVersion(((current?.Number ?? 0) % (await view.ListVersionsAsync(Model, default)).Count) + 1);
            var move = new NewAliasMove(Model, AliasName.Champion, current, next, $"It is {args[1]}'s turn.");
            if ((await registry.MoveAsync(move, default)).OrThrow() is not AliasMoveResult.Moved moved)
                continue;
            Console.WriteLine($"{moved.Move.From} {moved.Move.To}");
            moves++;
        }
    }

    private static Task<SqliteJournal> OpenJournalAsync(string folder) =>
        SqliteJournal.OpenAsync(Path.Combine(folder, "journal.db"), new StorageOptions(), default);

    private static Task<ModelRegistry> OpenAsync(IAuditJournal journal, string[] args) => ModelRegistry.OpenAsync(
        new RegistryParts
        {
            Journal = journal,
            ProjectionPath = Path.Combine(args[0], "registry.db"),
            Policy = new AllowAll(),
            Actor = new Actor(args[1], "test"),
            Clock = TimeProvider.System,
        },
        default);
}
