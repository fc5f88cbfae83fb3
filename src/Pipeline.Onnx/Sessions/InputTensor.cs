using System.Numerics;
using Microsoft.ML.OnnxRuntime;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Onnx.Sessions;

/// <summary>Some rows as a model is told of them, filled again and again. Not for two threads at once.</summary>
/// <param name="bound">The tensors that the model takes.</param>
/// <param name="inputs">Of the signature.</param>
/// <param name="rows">How many.</param>
/// <param name="missingText">What a missing text is told as.</param>
internal sealed class InputRows(
    IReadOnlyList<BoundInput> bound, IReadOnlyList<ModelInput> inputs, int rows, string missingText) : IDisposable
{
    private readonly InputTensor[] _tensors = [.. bound.Select(input => InputTensor.Of(input, rows, missingText))];
    private readonly bool[] _isTold = new bool[rows];

    public int Count => rows;

    /// <summary>The names of the tensors, in the order of <see cref="Values"/>.</summary>
    public string[] Names { get; } = [.. bound.Select(input => input.Name)];

    public OrtValue[] Values => field ??= [.. _tensors.Select(tensor => tensor.Value)];

    /// <summary>Whether the tensors have every value of a row: whole numbers have none for a missing one.</summary>
    public bool IsTold(int row) => _isTold[row];

    /// <summary>Takes rows of a table that the signature's check has no problem with.</summary>
    public void Fill(Table table, int first)
    {
        Array.Fill(_isTold, true);
        for (var i = 0; i < _tensors.Length; i++)
        {
            var places = bound[i].Places;
            for (var place = 0; place < places.Count; place++)
                Fill(_tensors[i], place, places.Count, table[inputs[places[place]].Name], first);
        }
    }

    /// <summary>Takes a single row.</summary>
    public void Fill(FeatureRow row)
    {
        _isTold[0] = true;
        for (var i = 0; i < _tensors.Length; i++)
        {
            var places = bound[i].Places;
            for (var place = 0; place < places.Count; place++)
            {
                var input = places[place];
                _isTold[0] &= inputs[input].Type == ColumnType.Number
                    ? _tensors[i].Set(place, row.Number(input))
                    : _tensors[i].Set(place, row.Text(input));
            }
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors)
            tensor.Dispose();
    }

    private void Fill(InputTensor tensor, int place, int width, Column column, int first)
    {
        for (var row = 0; row < rows; row++)
        {
            _isTold[row] &= column is NumberColumn numbers
                ? tensor.Set((row * width) + place, numbers.Values[first + row])
                : tensor.Set((row * width) + place, column.Text(first + row));
        }
    }
}

/// <summary>A tensor of some rows that is filled again and again. Not for two threads at once.</summary>
internal abstract class InputTensor : IDisposable
{
    private InputTensor()
    {
    }

    /// <summary>What the model is given.</summary>
    public abstract OrtValue Value { get; }

    public static InputTensor Of(BoundInput input, int rows, string missingText)
    {
        long[] shape = input.IsFlat ? [rows] : [rows, input.Places.Count];
        var count = rows * input.Places.Count;
        return input.Element switch
        {
            OnnxElement.Float => new Numbers<float>(
                count, shape, float.NaN, x => float.Clamp((float)x, float.MinValue, float.MaxValue), _ => true),
            OnnxElement.Double => new Numbers<double>(count, shape, double.NaN, x => x, _ => true),
            OnnxElement.Int32 => new Numbers<int>(count, shape, null, x => (int)x, IsWhole<int>),
            OnnxElement.Int64 => new Numbers<long>(count, shape, null, x => (long)x, IsWhole<long>),
            OnnxElement.Boolean => new Numbers<bool>(count, shape, null, x => x > 0, x => x is 0 or 1),
            _ => new Texts(count, shape, missingText),
        };
    }

    /// <summary>Whether a number that is there can be told to a tensor.</summary>
    public static bool Takes(OnnxElement element, double value) => element switch
    {
        OnnxElement.Float or OnnxElement.Double => true,
        OnnxElement.Int32 => IsWhole<int>(value),
        OnnxElement.Int64 => IsWhole<long>(value),
        OnnxElement.Boolean => value is 0 or 1,
        _ => false,
    };

    /// <summary>The number of a truth's name; null of any other text.</summary>
    public static double? NumberOf(string? text) => text switch { "true" => 1, "false" => 0, _ => null };

    /// <summary>Fills the value at a place, by row and then by column.</summary>
    /// <param name="at">Of the value.</param>
    /// <param name="number">NaN for a missing one.</param>
    /// <returns>False where a tensor of this kind has no such value.</returns>
    public abstract bool Set(int at, double number);

    /// <inheritdoc cref="Set(int, double)"/>
    /// <param name="at">Of the value.</param>
    /// <param name="text">Null for a missing one.</param>
    public abstract bool Set(int at, string? text);

    public void Dispose() => Value.Dispose();

    private static bool IsWhole<T>(double value)
        where T : IBinaryInteger<T>, IMinMaxValue<T> =>
        double.IsInteger(value) && value >= double.CreateChecked(T.MinValue) && value < double.CreateChecked(T.MaxValue);

    private sealed class Numbers<T>(int count, long[] shape, T? missing, Func<double, T> convert, Predicate<double> takes)
        : InputTensor
        where T : unmanaged
    {
        private readonly T[] _values = new T[count];

        public override OrtValue Value => field ??= OrtValue.CreateTensorValueFromMemory(_values, shape);

        public override bool Set(int at, double number)
        {
            var isMissing = double.IsNaN(number);
            var isTaken = isMissing ? missing is not null : takes(number);
            _values[at] = !isTaken ? default : isMissing ? missing!.Value : convert(number);
            return isTaken;
        }

        public override bool Set(int at, string? text) =>
            text is null ? Set(at, double.NaN) : NumberOf(text) is { } number && Set(at, number);
    }

    private sealed class Texts(int count, long[] shape, string missing) : InputTensor
    {
        private readonly string?[] _last = new string?[count];

        public override OrtValue Value => field ??= OrtValue.CreateTensorWithEmptyStrings(OrtAllocator.DefaultInstance, shape);

        public override bool Set(int at, double number) => false;

        public override bool Set(int at, string? text)
        {
            // The runtime copies and encodes each text; a category's is usually the very same object as in the row before.
            var value = text ?? missing;
            if (!ReferenceEquals(_last[at], value))
                Value.StringTensorSetElementAt(value, at);
            _last[at] = value;
            return true;
        }
    }
}
