using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Robustness;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;

namespace Pipeline.Evaluation.Behaviour;

/// <summary>Holds tests against what a model reads and answers, and finds everything in them that contradicts it.</summary>
internal sealed class BehaviourReader(BoundManifest<BehaviourTests> tests, TestedModel model)
{
    private const int MostVariants = 50;

    private readonly List<Problem> _problems = [];

    /// <summary>Without them, what rows lack is not known.</summary>
    private bool _hasDefaults;

    /// <summary>The tests as they are run; empty beside problems, and before there is a model.</summary>
    public Validated<IReadOnlyList<PlannedTest>> Read()
    {
        foreach (var test in tests.Frame.Tests.GroupBy(test => test.Title, StringComparer.Ordinal).SelectMany(x => x.Skip(1)))
            Refuse(Path(test), $"'{test.Title}' is the name of another test, too.", "Results are told apart by their names.");
        var before = _problems.Count;
        var defaults = ReadRow(tests.Frame.Defaults);
        _hasDefaults = _problems.Count == before;
        var planned = tests.Frame.Tests.Select(test => Read(test, defaults)).ToList();
        return _problems.Count > 0
            ? Validated.Invalid<IReadOnlyList<PlannedTest>>(_problems.Distinct().OrderBy(x => x.Line).ThenBy(x => x.Column))
            : Validated.Valid<IReadOnlyList<PlannedTest>>(planned);
    }

    private PlannedTest Read(BehaviourTest test, Dictionary<string, GivenValue> defaults)
    {
        CheckAnswer(test);
        var given = test switch
        {
            ExampleTest example => [example.Row],
            MovedTest moved => moved.Rows,
            _ => [],
        };
        var rows = new List<Dictionary<string, GivenValue>>();
        foreach (var (index, row) in given.Index())
        {
            var before = _problems.Count;
            rows.Add(ReadRow(row));
            if (_hasDefaults && _problems.Count == before)
                Complete(rows[^1], defaults, test is ExampleTest ? $"{Path(test)}.row" : $"{Path(test)}.rows[{index}]");
        }

        var variants = test switch
        {
            InvarianceTest { Changing.Count: > 0 } x => Others(x),
            InvarianceTest x => Variants(x.Change),
            DirectionTest x => Variants(x.Change),
            _ => [],
        };
        if (variants.Count > MostVariants)
            Refuse(Path(test), $"Each row would be changed in {variants.Count} ways; at most {MostVariants} are accepted.");
        string[] changed = test switch
        {
            InvarianceTest x => [.. x.Changing, .. x.Change.Keys],
            DirectionTest x => [.. x.Change.Keys],
            _ => [],
        };
        return new PlannedTest(test, rows.Count == 0 || !model.IsTrained ? null : Table(rows), variants)
        {
            Unread = variants.Count == 0 ? [.. changed.Where(model.Unread.Contains)] : [],
        };
    }

    private Dictionary<string, GivenValue> ReadRow(IReadOnlyDictionary<string, ManifestNode> row)
    {
        var values = new Dictionary<string, GivenValue>(StringComparer.Ordinal);
        foreach (var (name, node) in row)
        {
            if (Find(name, node.Path) is { } reader && Valid(reader.Read(node)) is { } value)
                values[name] = value;
        }

        return values;
    }

    /// <summary>A row that a server would refuse is none to test with.</summary>
    private void Complete(Dictionary<string, GivenValue> row, Dictionary<string, GivenValue> defaults, string path)
    {
        foreach (var (name, value) in defaults)
            row.TryAdd(name, value);
        string[] missing =
        [
            .. model.Inputs.Values.OfType<InputReader>().Where(reader => !reader.Input.MayBeMissing)
                .Where(reader => !row.TryGetValue(reader.Input.Name, out var value) || value.IsMissing)
                .Select(reader => reader.Input.Name),
        ];
        if (model.IsTrained && missing.Length > 0)
        {
            Refuse(
                path,
                $"The row has no value of {string.Join(", ", missing)}, which the model needs of every row.",
                "Write it in the row, or under defaults for all of them.");
        }
    }

    private List<Variant> Others(InvarianceTest test)
    {
        var variants = new List<Variant>();
        foreach (var (index, name) in test.Changing.Index())
        {
            var path = $"{Path(test)}.changing[{index}]";
            if (Find(name, path) is not { } reader)
                continue;
            var all = reader.All();
            if (all.Count == 0 && (model.IsTrained || !reader.Input.IsListed()))
            {
                Refuse(
                    path,
                    $"'{name}' has no list of values that it may have.",
                    $"Write change: {{{name}: ...}} with what becomes of a value.");
            }

            variants.AddRange(all.Select(value => new Variant([new ValueStep(reader) { To = value }])));
        }

        return variants;
    }

    /// <summary>Every way in which several inputs are changed together.</summary>
    private List<Variant> Variants(IReadOnlyDictionary<string, ValueChange> changes)
    {
        List<Variant> variants = [new([])];
        foreach (var (name, change) in changes.Where(x => !model.Unread.Contains(x.Key)))
        {
            var steps = Steps(name, change);
            variants = [.. variants.SelectMany(variant => steps.Select(step => new Variant([.. variant.Steps, step])))];
        }

        return [.. variants.Where(variant => variant.Steps.Count > 0)];
    }

    private List<ValueStep> Steps(string name, ValueChange change)
    {
        var path = tests.PathOf(change)!;
        if (Find(name, path) is not { } reader)
            return [];
        if (change.To is { } to)
        {
            var nodes = to.Items.Count > 0 ? to.Items : [to];
            return [.. nodes.Select(node => Valid(reader.Read(node))).OfType<GivenValue>()
                .Select(value => new ValueStep(reader) { To = value })];
        }

        if (reader.Input.Type == ColumnType.Number)
            return [new ValueStep(reader) { Add = change.Add, Times = change.Times }];
        Refuse(path, $"'{name}' is {reader.Input.Words()}, to which nothing is added.", "Write to: with a value.");
        return [];
    }

    private void CheckAnswer(BehaviourTest test)
    {
        var (path, task) = (Path(test), TaskKind.Of(model.Task).Words);
        var answer = (test as ExampleTest)?.Answer;
        var needsClass = model.Task == ModelTask.MulticlassClassification && answer is null && test is not InvarianceTest;
        if (model.Task == ModelTask.Regression && answer is not null)
            Refuse($"{path}.answer", $"The answer is a class, and the task is {task}.", "Write at-least, at-most or between.");
        if (model.Task == ModelTask.Regression && test.Class is not null)
            Refuse($"{path}.class", $"There is a class, and the task is {task}.");
        if (needsClass && test.Class is null)
            Refuse(path, "Of several classes, none is named whose probability is meant.", "Write class: with its name.");
        if (test is ExampleTest { Accepts: { } limit } && model.Task != ModelTask.Regression && !IsOfProbability(limit))
            Refuse(tests.PathOf(limit) ?? path, $"A probability is between 0 and 1, and the limit is {limit}.");
        CheckClass(test.Class, $"{path}.class");
        CheckClass(answer, $"{path}.answer");
    }

    private void CheckClass(string? name, string path)
    {
        if (name is not null && model.Classes is { Count: > 0 } classes && !classes.Contains(name))
            Refuse(path, $"The model knows no class '{name}'.", NearestNames.Hint(name, classes.ToList()));
    }

    private static bool IsOfProbability(Criterion limit) => limit switch
    {
        Criterion.AtLeast x => x.Limit is >= 0 and <= 1,
        Criterion.AtMost x => x.Limit is >= 0 and <= 1,
        Criterion.Between x => x is { Low: >= 0, High: <= 1 },
        _ => true,
    };

    private Table Table(List<Dictionary<string, GivenValue>> rows) => new(
        model.Inputs.Values.OfType<InputReader>().Select(reader => GivenColumn.Of(
            reader.Input,
            [.. rows.Select(row => row.GetValueOrDefault(reader.Input.Name, GivenValue.Missing))])));

    /// <summary>
    /// Null for a name that is a problem, for an input of which nothing is known yet, and for a column that the model does not
    /// read.
    /// </summary>
    private InputReader? Find(string name, string path)
    {
        if (model.Inputs.TryGetValue(name, out var reader) || model.Unread.Contains(name))
            return reader;
        Refuse(path, $"The model does not read '{name}'.", NearestNames.Hint(name, model.Inputs.Keys.ToList()));
        return null;
    }

    private GivenValue? Valid(Validated<GivenValue> read)
    {
        _problems.AddRange(read.Problems);
        return read.TryGet(out var value) ? value : null;
    }

    private string Path(BehaviourTest test) => tests.PathOf(test)!;

    private void Refuse(string path, string message, string? hint = null) =>
        _problems.Add(tests.Locate(path).Problem(message, hint));
}

/// <summary>What is known of the model that is tested.</summary>
/// <param name="Task">What it predicts.</param>
/// <param name="Inputs">By name, in the order of the signature; null for one of which only the name is known.</param>
/// <param name="Classes">In the label's order; null while they are not known, none for a regression.</param>
/// <param name="IsTrained">There is a signature; before that, it is what the manifest says.</param>
internal sealed record TestedModel(
    ModelTask Task, IReadOnlyDictionary<string, InputReader?> Inputs, IReadOnlyList<string>? Classes, bool IsTrained)
{
    /// <summary>Columns of the data that the model does not read: tests may name them, to no effect.</summary>
    public IReadOnlySet<string> Unread { get; private init; } = new HashSet<string>();

    /// <param name="signature">What the model reads.</param>
    /// <param name="columns">That the data has, by name, the model's inputs among them.</param>
    public static TestedModel Of(ModelSignature signature, IEnumerable<string> columns)
    {
        var inputs = new OrderedDictionary<string, InputReader?>();
        foreach (var input in signature.Inputs)
            inputs.Add(input.Name, new InputReader(input, signature.Spellings));
        return new TestedModel(signature.Task, inputs, ClassesOf(signature.Label), IsTrained: true)
        {
            Unread = columns.Except(inputs.Keys).ToHashSet(StringComparer.Ordinal),
        };
    }

    /// <param name="task">What is to be predicted.</param>
    /// <param name="inputs">By name; null for one of which only the name is known.</param>
    /// <param name="spellings">How values are written.</param>
    public static TestedModel Of(ModelTask task, IReadOnlyDictionary<string, ModelInput?> inputs, ValueSpellings spellings)
    {
        var readers = inputs.ToDictionary(x => x.Key, x => x.Value is { } input ? new InputReader(input, spellings) : null);
        return new TestedModel(task, readers, Classes: null, IsTrained: false);
    }

    /// <summary>Of two the negative one first, as the target counts them.</summary>
    public static IReadOnlyList<string> ClassesOf(ModelLabel label) => label switch
    {
        ModelLabel.TwoClasses x => [x.Negative, x.Positive],
        ModelLabel.Classes x => x.Names,
        _ => [],
    };
}

/// <summary>A test that is about to run.</summary>
/// <param name="Test">As it is written.</param>
/// <param name="Rows">That are given, as tables have them; null to take test rows.</param>
/// <param name="Variants">How rows are changed; none for an example.</param>
internal sealed record PlannedTest(BehaviourTest Test, Table? Rows, IReadOnlyList<Variant> Variants)
{
    /// <summary>The columns that it changes, where the model reads none of them; else none.</summary>
    public IReadOnlyList<string> Unread { get; init; } = [];
}

/// <param name="Steps">By input, what becomes of its value.</param>
internal sealed record Variant(IReadOnlyList<ValueStep> Steps);

internal sealed record ValueStep(InputReader Reader)
{
    public double? Add { get; init; }

    public double? Times { get; init; }

    public GivenValue? To { get; init; }

    /// <summary>"late_payments plus 1", "sex another", "income times 1.1".</summary>
    public string Words => To is { } to ? $"{Reader.Input.Name} to {to.Shown ?? "missing"}"
        : Add is { } add ? FormattableString.Invariant($"{Reader.Input.Name} plus {add}")
        : FormattableString.Invariant($"{Reader.Input.Name} times {Times}");

    /// <summary>The value that another becomes; null where nothing changes, or where a server does not know it.</summary>
    public GivenValue? Of(GivenValue value)
    {
        var changed = To ?? new GivenValue((value.Number * (Times ?? 1)) + (Add ?? 0), null);
        if (changed == value || (To is null && !double.IsFinite(changed.Number)))
            return null;
        return changed.IsMissing ? Reader.Input.MayBeMissing ? changed : null : Reader.Knows(changed) ? changed : null;
    }
}

/// <summary>Columns and single values.</summary>
internal static class GivenColumn
{
    public static GivenValue At(Column column, int row) => column is NumberColumn numbers
        ? new GivenValue(numbers.Values[row], null)
        : new GivenValue(double.NaN, column.Text(row));

    public static Column Of(ModelInput input, IReadOnlyList<GivenValue> values)
    {
        if (input.Type == ColumnType.Number)
            return new NumberColumn(input.Name, [.. values.Select(value => value.Number)]);
        if (input.Type == ColumnType.Text)
            return new TextColumn(input.Name, [.. values.Select(value => value.Text)]);
        var builder = new CategoryColumnBuilder(input.Name);
        foreach (var value in values)
        {
            if (value.Text is null)
                builder.AppendMissing();
            else
                builder.Append(value.Text);
        }

        return builder.Build();
    }

    /// <summary>Its values are a list, though it may not be known yet which.</summary>
    public static bool IsListed(this ModelInput input) => input.Type == ColumnType.Category;
}
