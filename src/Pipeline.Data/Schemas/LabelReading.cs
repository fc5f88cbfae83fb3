using Pipeline.Core.Problems;
using Pipeline.Data.Profiling;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Data.Schemas;

/// <summary>What the label turns out to be. A check judges how many classes there are; which is which is settled here.</summary>
internal static class LabelReading
{
    public static Validated<DatasetLabel> Of(BoundSchema schema, DatasetScan scan)
    {
        var (spec, task) = (schema.Section.Label, schema.Manifest.Frame.Task);
        var names = scan.Classes.Select(x => x.Name).ToList();
        var positive = spec.Positive ?? (names is ["0", "1"] ? "1" : null);
        var problem = task switch
        {
            ModelTask.Regression => RefuseType(schema, scan),
            ModelTask.MulticlassClassification when scan.HasMoreClasses => RefuseCount(schema),
            ModelTask.BinaryClassification when names.Count == 2 => RefusePositive(schema, names, positive),
            _ => null,
        };
        return problem is null
            ? Validated.Valid(new DatasetLabel
            {
                Column = spec.Column,
                Classes = scan.Classes,
                Positive = task == ModelTask.BinaryClassification && names.Count == 2 ? positive : null,
            })
            : Validated.Invalid<DatasetLabel>(problem);
    }

    private static Problem? RefuseType(BoundSchema schema, DatasetScan scan)
    {
        var column = schema.Section.Label.Column;
        var type = scan.Column(column).Type;
        return type is DataType.Number or DataType.Integer ? null : schema.Manifest.Locate("data.label.column").Problem(
            $"The label '{column}' is of type {type.ToString().ToLowerInvariant()}; a regression predicts a number.");
    }

    private static Problem RefuseCount(BoundSchema schema) => schema.Manifest.Locate("data.label.column").Problem(
        $"The label '{schema.Section.Label.Column}' has more than {LabelScan.MostClasses} classes.",
        "A number is predicted by a regression.");

    private static Problem? RefusePositive(BoundSchema schema, IReadOnlyList<string> names, string? positive)
    {
        var (first, second) = (names[0], names[1]);
        if (positive is null)
        {
            return schema.Manifest.Locate("data.label").Problem(
                $"The label's classes are '{first}' and '{second}', and nothing says which one is positive.",
                $"Write label: {{column: {schema.Section.Label.Column}, positive: \"{second}\"}}, or the other.");
        }

        return names.Contains(positive) ? null : schema.Manifest.Locate("data.label.positive").Problem(
            $"The positive class '{positive}' is not in the data; '{first}' and '{second}' are.",
            NearestNames.Question(positive, names));
    }
}
