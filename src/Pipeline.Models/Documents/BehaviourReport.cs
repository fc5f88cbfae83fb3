namespace Pipeline.Models.Documents;

/// <summary>What a model was asked that people know the answer to, or how it must move, and what came of it.</summary>
public sealed record BehaviourReport
{
    /// <summary>The file of the tests, as people know it: "models/loan-default/tests.yml".</summary>
    public required string File { get; init; }

    /// <summary>What chance began with.</summary>
    public required int Seed { get; init; }

    /// <summary>In the order of the file.</summary>
    public required IReadOnlyList<BehaviourResult> Tests { get; init; }
}

/// <summary>One behaviour test. Its verdict is the check of the same id in the report of the evaluation.</summary>
public sealed record BehaviourResult
{
    /// <summary>As it is written: "More late payments never lower the risk".</summary>
    public required string Name { get; init; }

    public required BehaviourKind Kind { get; init; }

    /// <summary>Of the check in the evaluation's report.</summary>
    public required string Check { get; init; }

    /// <summary>In words what must hold: "late_payments plus 1 never lowers the probability".</summary>
    public required string Expectation { get; init; }

    /// <summary>The line of the file where the test stands.</summary>
    public long? Line { get; init; }

    /// <summary>How many answers were held against it: rows, or rows with each of their changes.</summary>
    public required int Cases { get; init; }

    /// <summary>How many of them broke it.</summary>
    public required int Broken { get; init; }

    /// <summary>How many a server refuses, or that the change does not touch: they say nothing.</summary>
    public required int LeftOut { get; init; }

    /// <summary>The worst of those that broke it, at most three.</summary>
    public IReadOnlyList<BrokenCase> Worst { get; init; } = [];
}

/// <summary>What a behaviour test is about.</summary>
public enum BehaviourKind
{
    /// <summary>A row and its answer.</summary>
    Example,

    /// <summary>A change that changes nothing.</summary>
    Invariance,

    /// <summary>A change that moves answers one way only.</summary>
    Direction,
}

/// <summary>A row that broke a test.</summary>
public sealed record BrokenCase
{
    /// <summary>The inputs by name, in the order of the signature, without personal columns; null where one is missing.</summary>
    public required IReadOnlyList<CaseValue> Row { get; init; }

    /// <summary>What was changed in it: "late_payments: 1 to 2"; null for an example.</summary>
    public string? Change { get; init; }

    /// <summary>What was answered to the row as it stands: a probability, or a number in the label's unit.</summary>
    public required double Answer { get; init; }

    /// <summary>What was answered to the changed row; null for an example.</summary>
    public double? Changed { get; init; }

    /// <summary>The class that the answer comes to; null for a regression.</summary>
    public string? Class { get; init; }
}

/// <param name="Name">An input.</param>
/// <param name="Value">As people read it; null where it is missing.</param>
public sealed record CaseValue(string Name, string? Value = null);
