using System.Globalization;
using System.Text;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Values;
using Pipeline.Onnx.Sessions;

namespace Pipeline.Onnx.Adoption;

/// <summary>Finds out which of a model's outputs has the answers, and which number in it belongs to which class.</summary>
/// <param name="mapping">What the manifest says of it.</param>
/// <param name="section">Where it says that: "training.options".</param>
/// <param name="outputs">As they are for a row.</param>
/// <param name="told">The classes in the model's order, where its file says them.</param>
internal sealed class OutputBinder(
    OnnxMapping mapping, string section, IReadOnlyList<ModelOutput> outputs, IReadOnlyList<string> told)
{
    private bool IsLogits => mapping.Scores == OnnxScores.Logits;

    /// <summary>Outputs that are not of the task, and classes that are not the data's, are problems.</summary>
    /// <param name="label">What the train rows have.</param>
    /// <param name="note">Takes a sentence on what was assumed.</param>
    public Validated<BoundAnswers> Bind(ModelLabel label, Action<string> note)
    {
        ArgumentNullException.ThrowIfNull(label);
        if (label is ModelLabel.Number && IsLogits)
            return Refuse($"{section}.scores says logits, and the model predicts a number.", "Leave it out.");
        var found = Find();
        if (!found.TryGet(out var output))
            return Validated.Invalid<BoundAnswers>(found.Problems);
        if (IsLogits && output.Kind == OutputKind.Maps)
            return Refuse($"{section}.scores says logits, and the output '{output.Name}' is a map.", "Export it as a tensor.");
        return label switch
        {
            ModelLabel.Number => BindNumber(output, label),
            ModelLabel.TwoClasses when output is { Kind: OutputKind.Numbers, Width: 1 } => BindPositive(output, label),
            _ => BindClasses(output, label, note),
        };
    }

    private Validated<ModelOutput> Find()
    {
        var candidates = outputs.Where(output => output.HasNumbers).ToList();
        if (mapping.Output is { } name)
        {
            var named = candidates.Where(output => output.Name == name).ToList();
            return named is [var single] ? Validated.Valid(single) : Validated.Invalid<ModelOutput>(new Problem(
                $"{section}.output is '{name}', which is no output of the model that has numbers.",
                NearestNames.Hint(name, [.. candidates.Select(output => output.Name)])));
        }

        return candidates switch
        {
            [var single] => Validated.Valid(single),
            [] => Validated.Invalid<ModelOutput>(new Problem(
                $"The model has no output of numbers: {Shown(outputs.Select(output => output.Name))}.",
                "Export it with its probabilities.")),
            _ => Validated.Invalid<ModelOutput>(new Problem(
                $"The model has {candidates.Count} outputs of numbers: {Shown(candidates.Select(output => output.Name))}.",
                $"Name the one with the answers: {section}.output.")),
        };
    }

    private static Validated<BoundAnswers> BindNumber(ModelOutput output, ModelLabel label) =>
        output is { Kind: OutputKind.Numbers, Width: 1 }
            ? Bound(new BoundOutput(output.Name, 1, [0], AnswerTransform.None), label)
            : Refuse($"The output '{output.Name}' has {output.Width} numbers for a row; a regression answers with one.", null);

    /// <summary>One number of two classes is about the positive one, as in every library that gives one.</summary>
    private Validated<BoundAnswers> BindPositive(ModelOutput output, ModelLabel label) => Bound(
        new BoundOutput(output.Name, 1, [0], IsLogits ? AnswerTransform.Sigmoid : AnswerTransform.Clamp), label);

    private Validated<BoundAnswers> BindClasses(ModelOutput output, ModelLabel label, Action<string> note)
    {
        var data = ClassesOf(label);
        var keys = output.Kind == OutputKind.Maps ? Sorted(output.Keys) : told.Count == output.Width ? told : [];
        if (mapping.Classes is { } written && written.Count != output.Width)
        {
            return Refuse(
                $"{section}.classes has {written.Count} classes, and the output '{output.Name}' has {output.Width}.", null);
        }

        var order = mapping.Classes ?? (keys.Count > 0 ? keys : Sorted(data));
        if (order.Count != output.Width)
        {
            return Refuse(
                $"The output '{output.Name}' has {output.Width} numbers for a row, and the label '{label.Column}' has "
                + $"{data.Count} classes: {Shown(data)}.",
                $"Name the model's classes in its order: {section}.classes.");
        }

        if (mapping.Classes is null && keys.Count == 0)
            note($"The numbers of '{output.Name}' are taken to be the classes {Shown(order)}, in this order.");
        string[] classes = [.. order.Select(name => Spelling(name, data))];
        if (Strangers(classes, data, label) is { } problem)
            return Validated.Invalid<BoundAnswers>(problem);
        var known = label is ModelLabel.Classes several
            ? several with { Names = [.. classes.Order(StringComparer.Ordinal)] }
            : label;
        var answered = ClassesOf(known).Skip(known is ModelLabel.TwoClasses ? 1 : 0);
        int[] columns = [.. answered.Select(name => Array.IndexOf(classes, name))];
        var transform = IsLogits ? AnswerTransform.Softmax : AnswerTransform.Clamp;
        // Keys and classes that are written beside them are in one order.
        var bound = output.Kind == OutputKind.Maps
            ? new BoundOutput(output.Name, output.Width, columns, transform, [.. columns.Select(column => keys[column])])
            : new BoundOutput(output.Name, output.Width, columns, transform);
        return Validated.Valid(new BoundAnswers(bound, known, Decided(keys.Count > 0 ? keys : order, classes, data)));
    }

    /// <summary>Of two, the positive one last.</summary>
    private static IReadOnlyList<string> ClassesOf(ModelLabel label) => label is ModelLabel.TwoClasses two
        ? [two.Negative, two.Positive]
        : ((ModelLabel.Classes)label).Names;

    /// <summary>A class of the data that the model does not know could never be answered; two must be the same two.</summary>
    private Problem? Strangers(IReadOnlyList<string> classes, IReadOnlyList<string> data, ModelLabel label)
    {
        if (classes.Distinct(StringComparer.Ordinal).Count() < classes.Count)
            return new Problem($"The model's classes are {Shown(classes)}, and one occurs twice.", $"Correct {section}.classes.");
        var isKnown = !data.Except(classes).Any() && (label is ModelLabel.Classes || classes.Count == data.Count);
        return isKnown ? null : new Problem(
            $"The model tells {Shown(classes)} apart, and the label '{label.Column}' has {Shown(data)}.",
            $"Name the data's classes in the model's order: {section}.classes.");
    }

    /// <summary>The output with the class that the model decides for, to hold the order of classes against.</summary>
    /// <param name="names">As the model calls its classes.</param>
    /// <param name="classes">As the data does, in the same order, if the manifest has the order right.</param>
    /// <param name="data">All of the data: a model that knows their names means them.</param>
    private DecidedClass? Decided(IReadOnlyList<string> names, IReadOnlyList<string> classes, IReadOnlyList<string> data)
    {
        if (outputs.Where(output => output is { Kind: OutputKind.Names, Width: 1 }).ToList() is not [var single])
            return null;
        var known = names.Zip(classes).ToDictionary(
            x => x.First,
            x => Spelling(x.First, data) is var own && data.Contains(own) ? own : x.Second,
            StringComparer.Ordinal);
        return new DecidedClass(single.Name, known);
    }

    /// <summary>As the data writes a class: 1 is "1.0" or true where it has these.</summary>
    private static string Spelling(string name, IReadOnlyList<string> data)
    {
        if (data.Contains(name))
            return name;
        var number = Number(name);
        var same = data.Where(other => number is not null && number.Equals(Number(other))).ToList();
        if (same is [var single])
            return single;
        return (name, data.Contains("true") && data.Contains("false")) switch
        {
            ("1" or "True", true) => "true",
            ("0" or "False", true) => "false",
            _ => name,
        };
    }

    /// <summary>As scikit-learn sorts classes: numbers by value, texts by their characters.</summary>
    private static IReadOnlyList<string> Sorted(IReadOnlyList<string> classes) =>
        classes.All(name => Number(name) is not null)
            ? [.. classes.OrderBy(name => Number(name))]
            : [.. classes.Order(StringComparer.Ordinal)];

    private static double? Number(string text) =>
        NumberText.TryParse(Encoding.UTF8.GetBytes(text), out var number) ? number : null;

    private static Validated<BoundAnswers> Bound(BoundOutput output, ModelLabel label) =>
        Validated.Valid(new BoundAnswers(output, label, null));

    private static Validated<BoundAnswers> Refuse(string message, string? hint) =>
        Validated.Invalid<BoundAnswers>(new Problem(message, hint));

    private static string Shown(IEnumerable<string> names)
    {
        const int most = 8;
        var all = names.ToList();
        return string.Join(", ", all.Take(most).Select(name => string.Create(CultureInfo.InvariantCulture, $"'{name}'")))
            + (all.Count > most ? ", ..." : "");
    }
}

/// <summary>What a model answers.</summary>
/// <param name="Output">Where from.</param>
/// <param name="Label">What the answers mean; classes that the train rows lack may be among its.</param>
/// <param name="Decided">Where the model says what it decides for; null where it does not.</param>
internal sealed record BoundAnswers(BoundOutput Output, ModelLabel Label, DecidedClass? Decided);

/// <param name="Output">With a class for each row.</param>
/// <param name="Classes">As the data writes them, by what the output says.</param>
internal sealed record DecidedClass(string Output, IReadOnlyDictionary<string, string> Classes);
