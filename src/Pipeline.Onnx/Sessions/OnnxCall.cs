using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Pipeline.Models;
using Pipeline.Models.Tables;

namespace Pipeline.Onnx.Sessions;

/// <summary>Some rows, and what a model answers to them; used again and again. Not for two threads at once.</summary>
internal sealed class OnnxCall : IDisposable
{
    private readonly InferenceSession _session;
    private readonly BoundOutput _output;
    private readonly InputRows _rows;
    private readonly string[] _outputNames;
    private readonly double[] _numbers;

    public OnnxCall(InferenceSession session, OnnxBinding binding, ModelSignature signature, int rows)
    {
        (_session, _output) = (session, binding.Output);
        _rows = new InputRows(binding.Inputs, signature.Inputs, rows, binding.MissingText);
        _outputNames = [_output.Name];
        _numbers = new double[_output.Width];
    }

    public int Rows => _rows.Count;

    /// <inheritdoc cref="InputRows.Fill(Table, int)"/>
    public void Fill(Table table, int first) => _rows.Fill(table, first);

    /// <inheritdoc cref="InputRows.Fill(FeatureRow)"/>
    public void Fill(FeatureRow row) => _rows.Fill(row);

    /// <summary>Asks the model.</summary>
    /// <param name="options">Whoever has them can end the call.</param>
    /// <param name="answers">By row, then by output of the signature. NaN for a row that cannot be told to the model.</param>
    /// <exception cref="OnnxRuntimeException">The model fails.</exception>
    /// <exception cref="InvalidDataException">It answers in another form than it was bound for.</exception>
    public void Run(RunOptions options, Span<double> answers)
    {
        using var results = _session.Run(options, _rows.Names, _rows.Values, _outputNames);
        if (_output.Keys is { } keys)
            ReadMaps(results[0], keys, answers);
        else
            ReadTensor(results[0], answers);
        var width = answers.Length / Rows;
        for (var row = 0; row < Rows; row++)
        {
            if (!_rows.IsTold(row))
                answers.Slice(row * width, width).Fill(double.NaN);
        }
    }

    public void Dispose() => _rows.Dispose();

    private void ReadTensor(OrtValue result, Span<double> answers)
    {
        var element = result.GetTensorTypeAndShape().ElementDataType;
        if (element == TensorElementType.Double)
            Read(result.GetTensorDataAsSpan<double>(), answers);
        else if (element == TensorElementType.Float)
            Read(result.GetTensorDataAsSpan<float>(), answers);
        else
            throw new InvalidDataException($"its output '{_output.Name}' is a tensor of {element}, not of numbers");
    }

    private void Read<T>(ReadOnlySpan<T> values, Span<double> answers)
        where T : System.Numerics.INumber<T>
    {
        if (values.Length != Rows * _output.Width)
        {
            throw new InvalidDataException(
                $"its output '{_output.Name}' has {values.Length} numbers for {Rows} rows, and not {_output.Width} for each");
        }

        var width = _output.Columns.Count;
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < _output.Width; column++)
                _numbers[column] = double.CreateChecked(values[(row * _output.Width) + column]);
            Transform(_numbers, _output.Transform);
            for (var i = 0; i < width; i++)
                answers[(row * width) + i] = _numbers[_output.Columns[i]];
        }
    }

    private void ReadMaps(OrtValue result, IReadOnlyList<string> keys, Span<double> answers)
    {
        if (result.GetValueCount() != Rows)
            throw new InvalidDataException($"its output '{_output.Name}' has {result.GetValueCount()} maps for {Rows} rows");
        for (var row = 0; row < Rows; row++)
        {
            using var map = result.GetValue(row, OrtAllocator.DefaultInstance);
            var entries = MapEntries.Of(map);
            var own = answers.Slice(row * keys.Count, keys.Count);
            for (var i = 0; i < keys.Count; i++)
                own[i] = entries.TryGetValue(keys[i], out var value) ? value : double.NaN;
            Transform(own, _output.Transform);
        }
    }

    private static void Transform(Span<double> numbers, AnswerTransform transform)
    {
        // A sum of floats that should be 1 may end a few of its last digits above.
        const double slack = 1e-5;
        switch (transform)
        {
            case AnswerTransform.Clamp:
                foreach (ref var number in numbers)
                    number = number is > 1 and <= 1 + slack ? 1 : number is < 0 and >= -slack ? 0 : number;
                break;
            case AnswerTransform.Sigmoid:
                foreach (ref var number in numbers)
                    number = 1 / (1 + Math.Exp(-number));
                break;
            case AnswerTransform.Softmax:
                Softmax(numbers);
                break;
        }
    }

    private static void Softmax(Span<double> logits)
    {
        var (largest, sum) = (double.NegativeInfinity, 0.0);
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        foreach (ref var logit in logits)
            sum += logit = Math.Exp(logit - largest);
        foreach (ref var logit in logits)
            logit /= sum;
    }
}

/// <summary>What is in a map, whatever its keys are made of.</summary>
internal static class MapEntries
{
    public static Dictionary<string, double> Of(OrtValue map)
    {
        using var keys = map.GetValue(0, OrtAllocator.DefaultInstance);
        using var values = map.GetValue(1, OrtAllocator.DefaultInstance);
        var names = keys.GetTensorTypeAndShape().ElementDataType == TensorElementType.String
            ? keys.GetStringTensorAsArray()
            : Array.ConvertAll(
                keys.GetTensorDataAsSpan<long>().ToArray(), x => x.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var numbers = values.GetTensorTypeAndShape().ElementDataType == TensorElementType.Double
            ? values.GetTensorDataAsSpan<double>().ToArray()
            : Array.ConvertAll(values.GetTensorDataAsSpan<float>().ToArray(), x => (double)x);
        return names.Zip(numbers).ToDictionary(x => x.First, x => x.Second, StringComparer.Ordinal);
    }
}
