using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;

namespace Pipeline.Evaluation.Behaviour;

/// <summary>The manifest's <c>evaluation.behaviour</c>.</summary>
[Shorthand(nameof(File))]
public sealed record BehaviourSpec
{
    [Description("The file of the behaviour tests, relative to the model's folder; tests.yml by default, where there is one.")]
    [Length(1, 400)]
    public required string File { get; init; }
}

/// <summary>A tests.yml: what people know that a model must do.</summary>
public sealed record BehaviourTests
{
    /// <summary>The name of the file beside a model.yml.</summary>
    public const string FileName = "tests.yml";

    public static ManifestSchema<BehaviourTests> Schema { get; } = new();

    [Description("Values that every row written here has, unless it says otherwise.")]
    public IReadOnlyDictionary<string, ManifestNode> Defaults { get; init; } = new Dictionary<string, ManifestNode>();

    [Description("What chance begins with, where test rows are sampled; 1 by default.")]
    public int Seed { get; init; } = 1;

    [Description("What the model must do.")]
    [Length(1, 10_000)]
    public required IReadOnlyList<BehaviourTest> Tests { get; init; }
}

/// <summary>Something that a model must do. A kind of test is known by the key that only it has, which is its name.</summary>
[KeyChoice("example", typeof(ExampleTest))]
[KeyChoice("invariance", typeof(InvarianceTest))]
[KeyChoice("direction", typeof(DirectionTest))]
public abstract record BehaviourTest
{
    private protected BehaviourTest()
    {
    }

    [Description("The class whose probability is meant: of two the positive one by default; of several it has to be named.")]
    [OrNumber]
    public string? Class { get; init; }

    [Description("error fails the evaluation, warn only says so.")]
    public Severity Severity { get; init; } = Severity.Error;

    internal abstract string Title { get; }
}

/// <summary>A row and its answer: <c>{example: Nobody's risk, row: {...}, at-most: 0.2}</c>.</summary>
public sealed record ExampleTest : BehaviourTest, IValidatedRecord
{
    [Description("What the row is an example of; no other test has this name.")]
    [ManifestKey("example")]
    [Length(1, 200)]
    public required string Name { get; init; }

    [Description("The inputs by name; one that is left out, here and under defaults, is missing.")]
    public required IReadOnlyDictionary<string, ManifestNode> Row { get; init; }

    [Description("The class that the row is answered with; a limit stands for a number or a probability instead.")]
    [OrNumber]
    public string? Answer { get; init; }

    [Inline]
    public Criterion? Accepts { get; init; }

    internal override string Title => Name;

    public IEnumerable<Finding> Validate()
    {
        if (Answer is null == Accepts is null)
        {
            yield return new Finding(
                "", "An example has either an answer or a limit.", "Write answer:, or at-least, at-most or between.");
        }

        if (Accepts is Criterion.NoWorseThan or Criterion.OneOf)
            yield return new Finding("", "An answer has a limit; at-least, at-most or between is accepted.");
        if (Answer is not null && Class is not null)
            yield return new Finding(nameof(Class), "The answer is a class; class: says whose probability a limit is for.");
    }
}

/// <summary>A test that changes rows and looks at how their answers move.</summary>
public abstract record MovedTest : BehaviourTest
{
    /// <summary>How many test rows are taken where nobody says how many.</summary>
    public const int UsualSample = 200;

    private protected MovedTest()
    {
    }

    [Description("How far an answer may move before it counts: a probability, or a number in the label's unit; 0 by default.")]
    [Range(0.0, double.MaxValue)]
    public double Tolerance { get; init; }

    [Description("The rows to change; test rows by default.")]
    public IReadOnlyList<IReadOnlyDictionary<string, ManifestNode>> Rows { get; init; } = [];

    [Description("How many test rows are changed, 200 by default; all where there are fewer.")]
    [Range(1, 1_000_000)]
    public int? Sample { get; init; }

    [Description("The share of changed rows that may break the test; 0 by default.")]
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double BrokenAtMost { get; init; }

    private protected IEnumerable<Finding> ValidateRows()
    {
        if (Rows.Count > 0 && Sample is not null)
            yield return new Finding(nameof(Sample), "The rows are given, so that none are sampled.", "Remove sample, or rows.");
    }
}

/// <summary>A change that changes nothing: <c>{invariance: Sex says nothing, changing: sex, tolerance: 0.01}</c>.</summary>
public sealed record InvarianceTest : MovedTest, IValidatedRecord
{
    [Description("What is said in words; no other test has this name.")]
    [ManifestKey("invariance")]
    [Length(1, 200)]
    public required string Name { get; init; }

    [Description("Inputs, each of which is given every other value that the model knows.")]
    [OrSingle]
    public IReadOnlyList<string> Changing { get; init; } = [];

    [Description("By input, what becomes of its value; several are changed together.")]
    public IReadOnlyDictionary<string, ValueChange> Change { get; init; } = new Dictionary<string, ValueChange>();

    internal override string Title => Name;

    public IEnumerable<Finding> Validate()
    {
        if (Changing.Count == 0 == (Change.Count == 0))
        {
            yield return new Finding(
                "", "An invariance says what is changed, in one of two ways.", "Write changing:, or change:.");
        }

        foreach (var finding in ValidateRows())
            yield return finding;
    }
}

/// <summary>
/// A change that moves answers one way only:
/// <c>{direction: More late payments never lower the risk, change: {late_payments: {add: 1}}, expect: never-lower}</c>.
/// </summary>
public sealed record DirectionTest : MovedTest, IValidatedRecord
{
    [Description("What is said in words; no other test has this name.")]
    [ManifestKey("direction")]
    [Length(1, 200)]
    public required string Name { get; init; }

    [Description("By input, what becomes of its value; several are changed together.")]
    [Length(1, 100)]
    public required IReadOnlyDictionary<string, ValueChange> Change { get; init; }

    [Description("What the change never does to the answer.")]
    public required ExpectedDirection Expect { get; init; }

    internal override string Title => Name;

    public IEnumerable<Finding> Validate() => ValidateRows();
}

/// <summary>Where an answer may move to.</summary>
public enum ExpectedDirection
{
    [Description("The answer stays or becomes greater.")]
    NeverLower,

    [Description("The answer stays or becomes smaller.")]
    NeverHigher,
}

/// <summary>What becomes of a value: <c>{add: 1}</c>, <c>{times: 1.1}</c>, <c>{to: F}</c> or <c>{to: [F, M]}</c>.</summary>
public sealed record ValueChange : IValidatedRecord
{
    [Description("Is added to a number.")]
    public double? Add { get; init; }

    [Description("A number is multiplied by it.")]
    public double? Times { get; init; }

    [Description("Takes its place; of several, one after the other.")]
    public ManifestNode? To { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (new object?[] { Add, Times, To }.Count(x => x is not null) != 1)
            yield return new Finding("", "A value is changed in one way; add, times or to is accepted.");
    }
}
