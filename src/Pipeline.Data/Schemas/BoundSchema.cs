using Pipeline.Core.Documents;
using Pipeline.Core.Problems;
using Pipeline.Data.Columns;
using Pipeline.Data.Expectations;
using Pipeline.Data.Values;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Schemas;

/// <summary>A manifest's section whose columns are all in the file.</summary>
internal sealed class BoundSchema
{
    private const string LabelPath = "data.label.column";

    private readonly Dictionary<string, int> _positions;
    private readonly List<Problem> _problems = [];

    private BoundSchema(BoundManifest<ModelFrame> manifest, IReadOnlyList<string> header)
    {
        (Manifest, Header, Section) = (manifest, header, manifest.Get<DataSection>());
        Markers = new MissingMarkers(Section.MissingValues);
        _positions = header.Index().ToDictionary(x => x.Item, x => x.Index, StringComparer.Ordinal);
    }

    public BoundManifest<ModelFrame> Manifest { get; }

    public DataSection Section { get; }

    public IReadOnlyList<string> Header { get; }

    private string? Guess { get; init; }

    /// <summary>A name that is not in the file is a problem in its place in the manifest.</summary>
    /// <param name="manifest">Has the section.</param>
    /// <param name="header">Of the file.</param>
    /// <param name="guess">What was guessed of the file, which is said where the label is not in it. Default: nothing.</param>
    public static Validated<BoundSchema> Bind(
        BoundManifest<ModelFrame> manifest, IReadOnlyList<string> header, string? guess = null)
    {
        var schema = new BoundSchema(manifest, header) { Guess = guess };
        foreach (var (path, name) in schema.Named())
            schema.Check(path, name);
        schema.CheckPositive();
        foreach (var expectation in schema.Section.Expect.Where(x => x.ShowsValue()))
            schema.CheckShown(expectation);
        return schema._problems.Count == 0 ? Validated.Valid(schema) : Validated.Invalid<BoundSchema>(schema._problems);
    }

    /// <summary>The values that stand for none.</summary>
    public MissingMarkers Markers { get; }

    public int Position(string column) => _positions[column];

    /// <summary>The column as the manifest declares it; the same for everyone who observes a pass.</summary>
    public ColumnView View(string column) => new(Position(column), Markers)
    {
        Kind = ValueKinds.Of(Section.Columns.GetValueOrDefault(column)?.Type),
    };

    public IReadOnlyList<int> Positions(IEnumerable<string> columns) => [.. columns.Select(Position)];

    /// <summary>The columns that decide about a row's side; all of them, where none is named.</summary>
    public IReadOnlyList<int> SplitColumns() =>
        Section.Split.Column is { } time ? [Position(time)]
        : IdentityColumns();

    /// <summary>What a model reads, as far as that is declared.</summary>
    public IReadOnlyList<string> DeclaredFeatures() =>
    [
        .. Header.Where(x => RoleOf(x, Section.Columns.TryGetValue(x, out var spec) ? spec.Type : DataType.Category)
            == ColumnRole.Feature),
    ];

    /// <summary>The columns that say which row is which.</summary>
    public IReadOnlyList<int> IdentityColumns() =>
        Section.Split.IdentityColumns is { Count: > 0 } columns ? Positions(columns) : [.. Enumerable.Range(0, Header.Count)];

    public bool IsPersonal(string column) => Section.Columns.TryGetValue(column, out var spec) && spec.Personal;

    public ColumnRole RoleOf(string column, DataType type) =>
        column == Section.Label.Column ? ColumnRole.Label
        : column == Section.Weight ? ColumnRole.Weight
        : Section.Ignore.Contains(column) || type == DataType.Identifier ? ColumnRole.Ignored
        : ColumnRole.Feature;

    /// <summary>What a model's signature says of the values in the features among the columns.</summary>
    public InputDeclarations Declare(IEnumerable<DatasetColumn> columns) => new()
    {
        Spellings = Section.Spellings,
        Unseen = Section.Unseen,
        Columns = columns.Where(x => x.Role == ColumnRole.Feature).ToDictionary(
            x => x.Name, x => new DeclaredInput(x.Type, Section.Columns.GetValueOrDefault(x.Name)?.Accepts)),
    };

    private IEnumerable<(string Path, string Name)> Named() =>
    [
        (LabelPath, Section.Label.Column),
        .. Section.Weight is { } weight ? [("data.weight", weight)] : Array.Empty<(string, string)>(),
        .. Items("data.ignore", Section.Ignore),
        .. Items("data.protected", Section.Protected),
        .. Items("data.split.of", Section.Split.IdentityColumns),
        .. Section.Split.Column is { } time ? [("data.split.column", time)] : Array.Empty<(string, string)>(),
        .. Section.Columns.Keys.Select(x => (ManifestPath.Of("data", "columns", x), x)),
        .. Section.Expect.SelectMany(NamedBy),
    ];

    private IEnumerable<(string Path, string Name)> NamedBy(ExpectationSpec expectation) =>
        expectation.Named().Select(x => ($"{PathOf(expectation)}.{x.Path}", x.Name));

    private string PathOf(ExpectationSpec expectation) => Manifest.PathOf(expectation) ?? "data.expect";

    private static IEnumerable<(string Path, string Name)> Items(string path, IReadOnlyList<string> names) =>
        names.Index().Select(x => ($"{path}[{x.Index}]", x.Item));

    private void Check(string path, string name)
    {
        if (!_positions.ContainsKey(name))
        {
            var hint = NearestNames.Hint(name, Header);
            var isStrange = path == LabelPath && NearestNames.Of(name, Header).Count == 0;
            _problems.Add(Manifest.Locate(path).Problem(
                $"The data has no column '{name}'.", isStrange && Guess is not null ? $"{hint} {Guess}" : hint));
        }
    }

    private void CheckPositive()
    {
        if (Section.Label.Positive is null || Manifest.Frame.Task == ModelTask.BinaryClassification)
            return;
        _problems.Add(Manifest.Locate("data.label.positive").Problem(
            $"Of two classes one is positive, and the task is {TaskKind.Of(Manifest.Frame.Task).Words}.",
            "Leave 'positive' out, or write task: binary-classification."));
    }

    /// <summary>A least value or a median is some person's value.</summary>
    private void CheckShown(ExpectationSpec expectation)
    {
        foreach (var column in expectation.Named().Where(x => IsPersonal(x.Name)))
        {
            _problems.Add(Manifest.Locate($"{PathOf(expectation)}.{column.Path}").Problem(
                $"'{column.Name}' is personal, and what is measured here is one of its values, which reports would show.",
                "Its mean, standard-deviation, sum or distinct-count may be limited."));
        }
    }
}
