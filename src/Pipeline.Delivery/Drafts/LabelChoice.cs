using System.Globalization;
using System.Text.Json;
using Pipeline.Core.Problems;
using Pipeline.Data.Schemas;
using Pipeline.Models;
using Pipeline.Models.Documents;

namespace Pipeline.Delivery.Drafts;

/// <summary>What is predicted, as the values of its column show it, or as a person asked for it.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Task">What kind of model learns it.</param>
/// <param name="Why">The reason for the task, as words behind it.</param>
internal sealed record LabelChoice(string Column, ModelTask Task, string Why)
{
    /// <summary>Whole numbers of more different values are amounts, and not classes.</summary>
    private const int MostWholeClasses = 10;

    private const int MostClasses = 1_000;

    private static readonly string[] Affirmed =
        ["yes", "y", "true", "t", "1", "positive", "ja", "oui", "si", "sim", "wahr", "vrai", "verdadero", "vero", "waar"];

    /// <summary>Null unless there are two classes.</summary>
    public string? Positive { get; private init; }

    /// <summary>Why it is that one; null where there is none.</summary>
    public string? WhyPositive { get; private init; }

    /// <summary>In the words of a manifest.</summary>
    public string TaskName => NameOf(Task);

    /// <exception cref="InvalidInputException">There is no such task.</exception>
    public static ModelTask? ParseTask(string? given)
    {
        if (given is null)
            return null;
        var known = Enum.GetValues<ModelTask>().ToDictionary(NameOf);
        return known.TryGetValue(given, out var task) ? task : throw new InvalidInputException([new Problem(
            $"'--task' has the value '{given}'; {string.Join(", ", known.Keys)} are accepted.",
            NearestNames.Question(given, known.Keys))]);
    }

    /// <summary>A column that no model can learn, or not by the task that was asked for, is a problem.</summary>
    /// <param name="label">Its profile.</param>
    /// <param name="asked">Null where its values decide.</param>
    public static Validated<LabelChoice> Of(ColumnProfile label, ModelTask? asked)
    {
        var name = $"The label '{label.Name}'";
        var distinct = label.Distinct ?? 0;
        var isNumeric = label.Type is DataType.Number or DataType.Integer;
        if (label.Count == 0)
            return Refuse($"{name} has no value in any row; a column with two or more different ones is accepted.");
        if (label.Missing > 0)
        {
            return Refuse(
                $"{name} is missing in {label.Missing} of {label.Missing + label.Count} rows; it must be known in all of them.",
                "Leave such rows out.");
        }

        if (distinct < 2)
            return Refuse($"{name} has the same value in every row; a column with two or more different ones is accepted.");
        if (ColumnsProposal.TypeOf(label) is var type and (DataType.Identifier or DataType.Timestamp or DataType.Text))
        {
            return Refuse(
                $"{name} is {Words(type)}; numbers, or values that occur again and again, are accepted.",
                label.HasDecimalCommas ? "Its numbers have decimal commas: write points." : null);
        }

        var areAmounts = label.Type == DataType.Number || (label.Type == DataType.Integer && distinct > MostWholeClasses);
        var task = asked ?? (distinct == 2 ? ModelTask.BinaryClassification
            : areAmounts ? ModelTask.Regression
            : ModelTask.MulticlassClassification);
        var has = string.Create(CultureInfo.InvariantCulture, $"{distinct} different {(isNumeric ? "numbers" : "values")}");
        var why = asked is null ? $"the label has {has}" : "as asked for";
        return task switch
        {
            ModelTask.BinaryClassification when distinct != 2 =>
                Refuse($"{name} has {has}; for {NameOf(task)} a column with two is accepted."),
            ModelTask.MulticlassClassification when distinct > MostClasses =>
                Refuse($"{name} has {has}; for {NameOf(task)} a column with up to {MostClasses} is accepted."),
            ModelTask.Regression when !isNumeric =>
                Refuse($"{name} is {Words(label.Type)}; for {NameOf(task)} a column of numbers is accepted."),
            ModelTask.BinaryClassification => Validated.Valid(WithPositive(new LabelChoice(label.Name, task, why), label)),
            _ => Validated.Valid(new LabelChoice(label.Name, task, why)),
        };
    }

    /// <summary>The class that affirms something; where none or both do, the rarer one, and of equals the last by name.</summary>
    private static LabelChoice WithPositive(LabelChoice choice, ColumnProfile label)
    {
        // Classes are named as training names them: numbers in their shortest form, whatever the file writes.
        var classes = label.Frequent
            .Select(x => (Name: label.Numbers is null ? x.Value : Shortest(x.Value), x.Count))
            .OrderBy(x => x.Count).ThenByDescending(x => x.Name, StringComparer.Ordinal).ToList();
        var affirmed = classes.Where(x => Affirmed.Contains(x.Name.ToLowerInvariant())).ToList();
        return affirmed is [var single]
            ? choice with { Positive = single.Name, WhyPositive = "the class that affirms; its probability is predicted" }
            : choice with { Positive = classes[0].Name, WhyPositive = "the rarer class; its probability is predicted" };
    }

    private static string Shortest(string number) =>
        double.Parse(number, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);

    private static string NameOf(ModelTask task) => JsonNamingPolicy.KebabCaseLower.ConvertName(task.ToString());

    private static string Words(DataType type) => type switch
    {
        DataType.Identifier => "an identifier, with another value in each row",
        DataType.Timestamp => "a timestamp",
        DataType.Text => "free text",
        DataType.Boolean => "a boolean",
        _ => "a category",
    };

    private static Validated<LabelChoice> Refuse(string message, string? hint = null) =>
        Validated.Invalid<LabelChoice>(new Problem(message, hint));
}
