using System.Globalization;
using System.Text;
using Pipeline.Core.Audit;
using Pipeline.Core.Identity;
using Pipeline.Governance.Journal;
using Pipeline.Governance.Storage;
using Pipeline.Testing;

namespace Pipeline.Governance.Registry;

/// <summary>A journal in a folder of its own, with as many registries on it as a test wants.</summary>
internal sealed class Registries : IAsyncDisposable
{
    public static readonly ModelName Loans = ModelName.Parse("loan-default");

    private readonly List<IAsyncDisposable> _open = [];

    public TemporaryFolder Folder { get; } = new();

    public ManualClock Clock { get; } = new();

    public string JournalPath => Folder["journal.db"];

    public async Task<ModelRegistry> OpenAsync(
        CancellationToken cancellationToken, string projection = "registry.db", IAccessPolicy? policy = null)
    {
        var journal = await SqliteJournal.OpenAsync(JournalPath, new StorageOptions(), cancellationToken);
        _open.Add(journal);
        return await OpenAsync(journal, cancellationToken, projection, policy);
    }

    public async Task<ModelRegistry> OpenAsync(
        IAuditJournal journal,
        CancellationToken cancellationToken,
        string projection = "registry.db",
        IAccessPolicy? policy = null)
    {
        var parts = new RegistryParts
        {
            Journal = journal,
            ProjectionPath = Folder[projection],
            Policy = policy ?? new AllowAll(),
            Actor = new Actor("ada@example.com", "git"),
            Clock = Clock,
        };
        _open.Add(await ModelRegistry.OpenAsync(parts, cancellationToken));
        return (ModelRegistry)_open[^1];
    }

    public async Task CloseAsync()
    {
        foreach (var open in Enumerable.Reverse(_open))
            await open.DisposeAsync();
        _open.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Folder.Dispose();
    }

    public static NewRun Run(int number, ModelName? model = null) => new(
        RunId.Of(Numbered("inputs", number)),
        model ?? Loans,
        Numbered("run", number),
        Numbered("data", number));

    public static NewVersion Version(int number, ModelName? model = null) =>
        new(model ?? Loans, Numbered("model", number), Run(number, model).Id);

    public static NewAliasMove Champion(int? expected, int? to) => new(
        Loans, AliasName.Champion, Named(expected), Named(to), "It is better.");

    public static ModelVersion? Named(int? number) => number is { } some ? new ModelVersion(some) : null;

    public static Digest Numbered(string what, int number) =>
        Digest.OfText(string.Create(CultureInfo.InvariantCulture, $"{what} {number}"));

    /// <summary>Everything that a view tells, as text.</summary>
    public static async Task<string> TellAsync(RegistryView view, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var model in await view.ListModelsAsync(cancellationToken))
        {
            text.AppendJoin('\n', await view.ListRunsAsync(model, cancellationToken)).AppendLine();
            foreach (var version in await view.ListVersionsAsync(model, cancellationToken))
            {
                text.AppendLine($"{version.Registered} is {string.Join(',', version.Aliases)}");
                text.AppendJoin('\n', version.Documents).AppendLine();
                text.AppendLine($"{await view.TraceAsync(model, version.Registered.Version, cancellationToken)}");
            }

            foreach (var alias in new[] { "champion", "challenger" })
                text.AppendJoin('\n', await view.HistoryAsync(model, AliasName.Parse(alias), cancellationToken)).AppendLine();
        }

        return text.ToString();
    }
}
