using Pipeline.Core.Checks;
using Pipeline.Core.Documents;
using Pipeline.Core.Identity;

namespace Pipeline.Models.Documents;

/// <summary>How good a model is on rows that it has not seen, and whether that is good enough.</summary>
[DocumentSchema("evaluation", 3)]
public sealed record EvaluationDocument : Document
{
    public required ModelName Name { get; init; }

    /// <summary>Of the artifact that was judged.</summary>
    public required Digest Model { get; init; }

    /// <summary>Null where there was none to compare with.</summary>
    public EvaluatedChampion? Champion { get; init; }

    /// <summary>Of which rows were for training and which for the test.</summary>
    public required Digest Split { get; init; }

    /// <summary>How many rows the model was judged by.</summary>
    public required int Rows { get; init; }

    /// <summary>What the model predicts.</summary>
    public required ModelLabel Label { get; init; }

    /// <summary>The model's own rule, by which metrics of classes were measured.</summary>
    public required DecisionRule Decision { get; init; }

    /// <summary>How many of the rows are of each of the label's classes, in ordinal order; empty for a regression.</summary>
    public required IReadOnlyList<LabelClass> Classes { get; init; }

    /// <summary>How many resamples the intervals rest on.</summary>
    public required int Resamples { get; init; }

    /// <summary>How many groups of rows were drawn from; null where each row was drawn alone.</summary>
    public int? ResampledGroups { get; init; }

    /// <summary>What chance began with.</summary>
    public required int Seed { get; init; }

    /// <summary>Of all test rows, every metric in a fixed order, whether a gate asks for it or not.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }

    /// <summary>What the task says of the answers to all test rows; empty where they cannot be judged.</summary>
    public IReadOnlyList<AnswerTable> Tables { get; init; } = [];

    /// <summary>Of more than two classes, each against the rest, in the label's order; empty otherwise.</summary>
    public IReadOnlyList<EvaluatedClass> PerClass { get; init; } = [];

    /// <summary>What trivial answers come to on the same rows; empty only in documents of older versions.</summary>
    public IReadOnlyList<EvaluatedBaseline> Baselines { get; init; } = [];

    /// <summary>The registered versions that gates compare with, ascending.</summary>
    public IReadOnlyList<EvaluatedVersion> Versions { get; init; } = [];

    /// <summary>What the answers look like; null where they cannot be judged.</summary>
    public EvaluationCurves? Curves { get; init; }

    /// <summary>In the order of the manifest's columns, then by value.</summary>
    public required IReadOnlyList<EvaluatedGroup> Groups { get; init; }

    /// <summary>What the answers are made of; null where nobody asked, or the rows cannot be judged.</summary>
    public ExplanationReport? Explanation { get; init; }

    /// <summary>
    /// What was measured in the server that will serve the model, on this machine and at that moment; null where nobody asked.
    /// </summary>
    public ServerTest? Server { get; init; }

    /// <summary>What predictions cost; null without a table of prices.</summary>
    public PredictionCost? Cost { get; init; }

    /// <summary>How the groups of protected columns are treated; null where no column is protected.</summary>
    public FairnessReport? Fairness { get; init; }

    /// <summary>The groups that the model does worst on, found rather than named; one for each loss.</summary>
    public IReadOnlyList<SliceSearch> FoundSlices { get; init; } = [];

    /// <summary>How answers hold when rows arrive disturbed; null where nothing was measured.</summary>
    public RobustnessReport? Robustness { get; init; }

    /// <summary>What the tests beside the manifest came to; null where there are none.</summary>
    public BehaviourReport? Behaviour { get; init; }

    /// <summary>The gates, in the manifest's order; one on a slice has a result for each group.</summary>
    public required CheckReport Report { get; init; }
}

/// <summary>The model that the judged one was compared with.</summary>
/// <param name="Model">Of its artifact.</param>
/// <param name="Rows">How many test rows both were compared on; 0 where it could not run, or where no gate asked.</param>
/// <param name="LeftOut">How many test rows it was trained on, and which therefore say nothing.</param>
public sealed record EvaluatedChampion(Digest Model, int Rows, int LeftOut);

/// <summary>Test rows with the same value in a column, measured apart.</summary>
public sealed record EvaluatedGroup
{
    public required string Column { get; init; }

    /// <summary>As in the data; null for rows without a value.</summary>
    public string? Value { get; init; }

    /// <summary>How many rows there are.</summary>
    public required int Rows { get; init; }

    /// <summary>How many of them are of each of the label's classes, in ordinal order; empty for a regression.</summary>
    public required IReadOnlyList<LabelClass> Classes { get; init; }

    /// <summary>Every metric in a fixed order.</summary>
    public required IReadOnlyList<Measurement> Measurements { get; init; }
}

/// <summary>A table of what a model's answers were like: classes, how they were confused, residuals.</summary>
/// <param name="Title">For people: "Classes".</param>
/// <param name="Heads">The first is of the rows' names, the others of their values.</param>
/// <param name="Rows">In the label's order.</param>
public sealed record AnswerTable(string Title, IReadOnlyList<string> Heads, IReadOnlyList<AnswerTableRow> Rows);

/// <param name="Name">As people read it: a class, a statistic.</param>
/// <param name="Values">By head; counts, shares, or numbers in the label's unit.</param>
public sealed record AnswerTableRow(string Name, IReadOnlyList<double> Values);
