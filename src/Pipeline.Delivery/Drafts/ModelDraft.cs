using System.Globalization;
using System.Text.RegularExpressions;
using Pipeline.Core.Identity;
using Pipeline.Data.Schemas;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Delivery.Drafts;

/// <summary>A manifest that can be proposed from data alone, with comments that tell a person what to look at.</summary>
internal sealed partial record ModelDraft
{
    private const int MostSliced = 20;

    /// <summary>Shorter texts on average are no sentences: their n-grams tell one row from another, and little besides.</summary>
    private const double FewestCharacters = 30;

    /// <summary>Of one column: a linear trainer needs about a minute for ten million.</summary>
    private const double MostCharacters = 10_000_000;

    public required ModelName Name { get; init; }

    /// <summary>Who answers for the model.</summary>
    public required string Owner { get; init; }

    /// <summary>As a person knows the data.</summary>
    public required string Title { get; init; }

    /// <summary>Of the data, from the manifest's folder.</summary>
    public required string Path { get; init; }

    public required LabelChoice Label { get; init; }

    public required ProfileDocument Profile { get; init; }

    /// <summary>Columns that a person named as protected.</summary>
    public required IReadOnlyList<string> Protected { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>None where a first training was not possible, or has not been.</summary>
    public IReadOnlyList<GateProposal> Gates { get; init; } = [];

    /// <summary>Columns that no model should see, each with the reason.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Ignored =>
    [
        .. from column in Profile.Columns
           where column.Name != Label.Column
           let reason = ReasonToIgnore(column)
           where reason is not null
           select KeyValuePair.Create(column.Name, reason),
    ];

    /// <summary>Columns whose names say that they may have to be protected, where no person has said which are.</summary>
    public IReadOnlyList<string> Candidates => Protected.Count > 0
        ? []
        : [.. Profile.Columns.Select(x => x.Name).Where(x => x != Label.Column && PlainWords.SayProtected(x))];

    /// <summary>The column that says which row is which; null where none does.</summary>
    public string? Identifier =>
        Profile.Columns.FirstOrDefault(x => ColumnsProposal.TypeOf(x) == DataType.Identifier && x.Missing == 0)?.Name;

    /// <summary>A manifest of the toolkit's own format, line by line, so that more can be added by programs.</summary>
    public string ToText() => string.Concat(Lines().Select(x => $"{x}\n"));

    private IEnumerable<string> Lines() =>
    [
        $"# yaml-language-server: $schema=../../{EditorSchemas.Model}",
        string.Create(
            CultureInfo.InvariantCulture,
            $"# Proposed by './build.sh Init' on {Day:yyyy-MM-dd} from {YamlScalarText.Plain(Title)}, {Profile.Rows} rows."),
        "pipeline: 1",
        $"name: {Name}",
        $"task: {Label.TaskName} # {Label.Why}",
        $"owner: {YamlScalarText.Plain(Owner)} # who answers for the model",
        $"description: {YamlScalarText.Plain($"Predicts '{Label.Column}', learned from '{Title}'.")} # what a prediction means",
        "",
        "data:",
        $"  path: {(PlainPath().IsMatch(Path) ? Path : YamlScalarText.Plain(Path))}",
        $"  label: {LabelText}",
        .. IgnoredLines(),
        .. ProtectedLines(),
        Identifier is { } id
            ? $"  split: {{by: hash, of: [{YamlScalarText.Plain(id)}], test: 0.2}} # a row keeps its side when others come and go"
            : "  split: {by: hash, test: 0.2} # by each row's own values; with of: by those of an identifier",
        .. ColumnLines(),
        "  expect:",
        $"    - {{rows: {{at-least: {Math.Max(1, Profile.Rows / 2)}}}}}",
        .. Identifier is { } unique ? [$"    - {{unique: {YamlScalarText.Plain(unique)}}}"] : Array.Empty<string>(),
        .. ColumnsProposal.Expectations(Profile).Select(x => $"    {x}"),
        "",
        "training:",
        .. TrainerLines(),
        "  seed: 1",
        "",
        .. EvaluationLines(),
        "",
        "package: {base: host}",
    ];

    private string LabelText => Label.Positive is { } positive
        ? $"{{column: {YamlScalarText.Plain(Label.Column)}, positive: {YamlScalarText.Plain(positive)}}} # {Label.WhyPositive}"
        : YamlScalarText.Plain(Label.Column);

    private IEnumerable<string> IgnoredLines() => Ignored.Count == 0
        ? []
        : ["  ignore:", .. Ignored.Select(x => $"    - {YamlScalarText.Plain(x.Key)} # {x.Value}")];

    private IEnumerable<string> ColumnLines() => ColumnsProposal.Lines(Profile, Label.Column, []) is { Count: > 0 } lines
        ? ["  columns:", .. lines.Select(x => $"    {x}")]
        : [];

    /// <summary>Texts have tens of thousands of n-grams: a linear model takes them all in, and trees one at a time.</summary>
    private IEnumerable<string> TrainerLines() => (HasText, Label.Task) switch
    {
        (true, ModelTask.Regression) => ["  trainer: sdca-regression # a linear model, because of free text"],
        (true, _) => ["  trainer: sdca-logistic-regression # a linear model, because of free text"],
        _ =>
        [
            "  trainer: fast-tree # './build.sh ListTrainers' shows others, with their options",
            "  options: {trees: 100, leaves: 20, learning-rate: 0.2, min-leaf: 10}",
        ],
    };

    private bool HasText => Profile.Columns.Any(column =>
        column.Name != Label.Column && ColumnsProposal.TypeOf(column) == DataType.Text && ReasonToIgnore(column) is null);

    private IEnumerable<string> ProtectedLines() => (Protected, Candidates) switch
    {
        ({ Count: > 0 } named, _) => [$"  protected: {List(named)}"],
        (_, { Count: > 0 } candidates) =>
        [
            "  # By their names, groups of these may have to be treated alike. If so, take the '#' away, here and below:",
            $"  # protected: {List(candidates)}",
        ],
        _ => [],
    };

    private IEnumerable<string> EvaluationLines()
    {
        yield return "evaluation:";
        if (Sliced(Protected) is { Count: > 0 } sliced)
            yield return $"  slices: {List(sliced)} # measured apart";
        else if (Sliced(Candidates) is { Count: > 0 } candidates)
            yield return $"  # slices: {List(candidates)}";
        if (Gates.Count == 0)
        {
            yield return "  gates: [] # what a model must hold to before it is registered";
            yield break;
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"  # Proposals from a first training on {Day:yyyy-MM-dd}; what is good enough is yours to say.");
        yield return "  gates:";
        foreach (var gate in Gates)
        {
            yield return $"    # Proposed: {gate.Sentence}.";
            yield return $"    - {gate.Gate}";
        }

        yield return "    # Proposed: not worse than the model in production, by more than chance.";
        yield return $"    - {Gates[0].ChampionGate}";
    }

    /// <summary>Groups that are few enough to be measured apart.</summary>
    private IReadOnlyList<string> Sliced(IReadOnlyList<string> columns) =>
    [
        .. columns.Where(x => Profile.Columns.Single(y => y.Name == x) is
            { Type: DataType.Category or DataType.Boolean or DataType.Integer, Distinct: >= 2 and <= MostSliced }),
    ];

    private static string? ReasonToIgnore(ColumnProfile column) => ColumnsProposal.TypeOf(column) switch
    {
        _ when column.Count == 0 => "it has no value",
        DataType.Identifier => "an identifier",
        DataType.Text when column.HasDecimalCommas => "numbers with decimal commas: write points",
        DataType.Text when column.Lengths is not { Mean: >= FewestCharacters } =>
            "short texts that hardly repeat, such as names or codes",
        DataType.Text when column.Lengths.Mean * column.Count > MostCharacters =>
            "so much free text that a first training on it takes minutes",
        _ when column is { Distinct: 1, Missing: 0 } => "the same in every row",
        _ => null,
    };

    private static string List(IEnumerable<string> columns) => $"[{string.Join(", ", columns.Select(YamlScalarText.Plain))}]";

    [GeneratedRegex(@"\A[A-Za-z.][A-Za-z0-9_./-]*\z")]
    private static partial Regex PlainPath();
}
