using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Onnx.Sessions;

namespace Pipeline.Onnx.Adoption;

/// <summary>Finds out which columns of the data a model's tensors are made of.</summary>
/// <param name="mapping">What the manifest says of it.</param>
/// <param name="section">Where it says that: "training.options".</param>
/// <param name="features">The columns that there are, without the label.</param>
internal sealed class InputBinder(OnnxMapping mapping, string section, Table features)
{
    private const int MostShown = 12;
    private const string Accepted = "tensors of float, double, int32, int64, bool and string are accepted";

    private readonly List<Problem> _problems = [];

    /// <summary>Tensors that the data has no columns for, or others than the model takes, are problems, all at once.</summary>
    /// <param name="model">The inputs by name, as the runtime has them.</param>
    /// <param name="note">Takes a sentence on what was assumed.</param>
    public Validated<BoundInputs> Bind(IReadOnlyDictionary<string, NodeMetadata> model, Action<string> note)
    {
        foreach (var unknown in mapping.Inputs.Keys.Where(name => !model.ContainsKey(name)))
            Add($"{section}.inputs has '{unknown}', no input of the model.", NearestNames.Hint(unknown, [.. model.Keys]));
        var tensors = model.Select(input => Bind(input.Key, input.Value, model.Count == 1, note)).OfType<Tensor>().ToList();
        if (_problems.Count > 0)
            return Validated.Invalid<BoundInputs>(_problems);
        var used = tensors.SelectMany(tensor => tensor.Columns).ToHashSet(StringComparer.Ordinal);
        var columns = features.Columns.Select(column => column.Name).Where(used.Contains).ToList();
        return Validated.Valid(new BoundInputs(
            columns,
            [
                .. tensors.Select(tensor => new BoundInput(
                    tensor.Name, tensor.Element, [.. tensor.Columns.Select(column => columns.IndexOf(column))], tensor.IsFlat)),
            ],
            tensors.TrueForAll(tensor => tensor.TakesMany)));
    }

    private Tensor? Bind(string name, NodeMetadata input, bool isOnly, Action<string> note)
    {
        if (!input.IsTensor || ElementOf(input.ElementDataType) is not { } element)
        {
            var found = input.IsTensor ? $"a tensor of {input.ElementDataType}" : "no tensor";
            Add($"The model's input '{name}' is {found}; {Accepted}.");
            return null;
        }

        var shape = input.Dimensions;
        if (shape.Length > 2)
        {
            Add($"The model's input '{name}' has {shape.Length} dimensions; rows, or rows and columns, are accepted.");
            return null;
        }

        if (shape.Length > 0 && shape[0] > 1)
        {
            Add($"The model's input '{name}' takes {shape[0]} rows at once, no more and no fewer; one or any number is accepted.",
                "Export it with a first dimension that is free.");
            return null;
        }

        int? width = shape.Length == 1 ? 1 : shape.Length == 2 && shape[1] >= 0 ? shape[1] : null;
        if (Columns(name, width, isOnly, note) is not { } columns || !Fits(name, columns, width))
            return null;
        foreach (var column in columns)
            Check(name, element, features[column]);
        return new Tensor(name, element, columns, shape.Length == 1, shape.Length == 0 || shape[0] < 0);
    }

    private IReadOnlyList<string>? Columns(string name, int? width, bool isOnly, Action<string> note)
    {
        if (mapping.Inputs.TryGetValue(name, out var written))
            return written;
        if (features.TryGet(name, out _))
            return [name];
        var all = features.Columns.Select(column => column.Name).ToList();
        if (isOnly)
        {
            if (width is null || width == all.Count)
                note($"'{name}' is taken to be {Shown(all)}, in this order.");
            return all;
        }

        Add($"The model's input '{name}' is no column of the data.",
            $"{NearestNames.Hint(name, all)} Write {section}.inputs: {{{name}: [column]}}.");
        return null;
    }

    private bool Fits(string name, IReadOnlyList<string> columns, int? width)
    {
        var all = features.Columns.Select(column => column.Name).ToList();
        foreach (var unknown in columns.Except(all))
        {
            Add($"The model's input '{name}' should have '{unknown}', which is no column of the data.",
                NearestNames.Hint(unknown, all));
        }

        if (columns.Count == 0 || (width is { } wanted && wanted != columns.Count))
        {
            Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The model's input '{name}' has {width ?? 1} columns, and there are {columns.Count}: {Shown(columns)}."),
                $"Name them in the model's order: {section}.inputs: {{{name}: [...]}}.");
            return false;
        }

        return !columns.Except(all).Any();
    }

    private void Check(string input, OnnxElement element, Column column)
    {
        if (column.MissingCount == column.Count)
            return;
        var (isText, isNumber) = (element == OnnxElement.Text, column.Type == ColumnType.Number);
        if (isText && isNumber)
        {
            Add($"The model's input '{input}' takes texts, and '{column.Name}' has numbers.",
                "Declare the column as a category in the manifest's data.columns.");
        }
        else if (!isText && !isNumber && !IsTruth(column))
        {
            var found = column is TextColumn ? "texts" : "categories";
            Add($"The model's input '{input}' takes numbers, and '{column.Name}' has {found}.",
                $"Name the columns that it takes: {section}.inputs: {{{input}: [...]}}.");
        }
        else if (element is OnnxElement.Int32 or OnnxElement.Int64 or OnnxElement.Boolean)
        {
            CheckWhole(input, element, column);
        }
    }

    /// <summary>Whole numbers and truths have no value that stands for a missing one.</summary>
    private void CheckWhole(string input, OnnxElement element, Column column)
    {
        var kind = element == OnnxElement.Boolean ? "true and false" : "whole numbers";
        if (column.MissingCount > 0)
        {
            Add($"The model's input '{input}' takes {kind}, and '{column.Name}' is missing in {column.MissingCount} of "
                + $"{column.Count} train rows.", "Export the model with floats, of which NaN is a missing one.");
        }
        else if (column is NumberColumn numbers
            && numbers.Values.Where(value => !InputTensor.Takes(element, value)).Take(1).ToList() is [var other])
        {
            Add(string.Create(
                CultureInfo.InvariantCulture, $"The model's input '{input}' takes {kind}, and '{column.Name}' has {other}."));
        }
    }

    private static bool IsTruth(Column column) =>
        column is CategoryColumn { Domain.Names: var names } && names.All(name => InputTensor.NumberOf(name) is not null);

    private static OnnxElement? ElementOf(TensorElementType type) => type switch
    {
        TensorElementType.Float => OnnxElement.Float,
        TensorElementType.Double => OnnxElement.Double,
        TensorElementType.Int32 => OnnxElement.Int32,
        TensorElementType.Int64 => OnnxElement.Int64,
        TensorElementType.Bool => OnnxElement.Boolean,
        TensorElementType.String => OnnxElement.Text,
        _ => null,
    };

    private static string Shown(IReadOnlyCollection<string> names) => names.Count == 0
        ? "none"
        : string.Join(", ", names.Take(MostShown)) + (names.Count > MostShown ? ", ..." : "");

    private void Add(string message, string? hint = null) => _problems.Add(new Problem(message, hint));

    private sealed record Tensor(
        string Name, OnnxElement Element, IReadOnlyList<string> Columns, bool IsFlat, bool TakesMany);
}

/// <summary>What a model reads.</summary>
/// <param name="Columns">Of the data, in its order: the inputs of the signature.</param>
/// <param name="Tensors">Of the model.</param>
/// <param name="TakesMany">It takes more than one row at once.</param>
internal sealed record BoundInputs(IReadOnlyList<string> Columns, IReadOnlyList<BoundInput> Tensors, bool TakesMany);
