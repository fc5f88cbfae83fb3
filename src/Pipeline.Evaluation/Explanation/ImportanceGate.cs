using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Pipeline.Core.Checks;
using Pipeline.Core.Problems;
using Pipeline.Evaluation.Gates;
using Pipeline.Manifest;
using Pipeline.Manifest.Records;
using Pipeline.Models.Documents;

namespace Pipeline.Evaluation.Explanation;

/// <summary>How much of a model's importance one input may have: <c>{importance: income, at-most: 0.5}</c>.</summary>
public sealed record ImportanceGate : GateSpec, IValidatedRecord
{
    /// <summary>The input of the largest share, whichever it is.</summary>
    public const string Largest = "*";

    [Description("A column, whose share of the sum of all importances is held to the limit; * for the largest share of any.")]
    [ManifestKey("importance")]
    [Length(1, 1000)]
    public required string Column { get; init; }

    public IEnumerable<Finding> Validate()
    {
        if (Criterion is Criterion.NoWorseThan or Criterion.OneOf)
            yield return new Finding("", "A share is held to a number: at-least, at-most or between is accepted.");
    }
}

/// <summary>Answers gates on importances.</summary>
/// <param name="explanation">Null where there is none.</param>
internal sealed class ImportanceEvidence(ExplanationReport? explanation) : IGateSource
{
    private const string Name = "importance";

    public bool Knows(GateSpec gate) => gate is ImportanceGate;

    /// <summary>An input that the model does not read has no share.</summary>
    public IEnumerable<GateMeasurement> Measure(GateSpec gate)
    {
        var asked = ((ImportanceGate)gate).Column;
        yield return new GateMeasurement($"{Name}/{asked}", Measure(asked));
    }

    private Measurement Measure(string asked)
    {
        if (explanation is not { Importance: var importance })
        {
            return new Measurement
            {
                Name = Name,
                Column = asked,
                Value = new MeasuredValue.NotMeasured("the answers cannot be judged"),
            };
        }

        var input = asked == ImportanceGate.Largest
            ? importance.Inputs.MaxBy(one => one.Share)
            : importance.Inputs.FirstOrDefault(one => one.Input == asked);
        return new Measurement
        {
            Name = Name,
            Column = input?.Input ?? asked,
            Value = input?.Share ?? 0,
            Samples = importance.Rows,
            Interval = input?.ShareInterval,
        };
    }

    /// <summary>Gates on columns that the data does not have, and gates where nothing is explained.</summary>
    /// <param name="manifest">Has an <see cref="EvaluationSection"/>.</param>
    /// <param name="columns">Of the data.</param>
    public static IReadOnlyList<Problem> Check(BoundManifest<ModelFrame> manifest, IReadOnlyList<string> columns)
    {
        var section = manifest.Get<EvaluationSection>();
        var problems = new List<Problem>();
        foreach (var gate in section.Gates.OfType<ImportanceGate>())
        {
            var place = manifest.Locate($"{manifest.PathOf(gate)}.importance");
            if (section.Explanation.Method == ExplanationMethod.None)
            {
                problems.Add(place.Problem(
                    "The gate is held against an importance, and evaluation.explanation is none.", "Remove one of both."));
            }
            else if (gate.Column != ImportanceGate.Largest && !columns.Contains(gate.Column))
            {
                problems.Add(place.Problem(
                    $"The data has no column '{gate.Column}'.", NearestNames.Hint(gate.Column, [.. columns])));
            }
        }

        return problems;
    }
}
