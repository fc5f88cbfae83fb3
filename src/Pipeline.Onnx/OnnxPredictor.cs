using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Pipeline.Core.Problems;
using Pipeline.Models;
using Pipeline.Models.Tables;
using Pipeline.Onnx.Sessions;

namespace Pipeline.Onnx;

/// <summary>Scores tables batch by batch and single rows with buffers that are used again; one session for all threads.</summary>
internal sealed class OnnxPredictor(InferenceSession session, OnnxBinding binding, ModelSignature signature) : IPredictor
{
    private readonly ConcurrentBag<OnnxCall> _single = [];
    private readonly RunOptions _plain = new();

    public ModelSignature Signature => signature;

    /// <summary>How rows are told to the model.</summary>
    public OnnxBinding Binding => binding;

    /// <exception cref="OnnxRuntimeException">The model fails.</exception>
    /// <exception cref="InvalidDataException">It answers in another form than it was bound for.</exception>
    public Table Score(Table rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (signature.Check(rows) is { Count: > 0 } problems)
            throw new InvalidInputException(problems);
        var columns = signature.Outputs.Select(_ => new double[rows.RowCount]).ToArray();
        using var options = new RunOptions();
        using var ended = cancellationToken.Register(() => options.Terminate = true);
        try
        {
            Parallel.For(
                0,
                (rows.RowCount + binding.RowsAtOnce - 1) / binding.RowsAtOnce,
                new ParallelOptions { CancellationToken = cancellationToken },
                () => (OnnxCall?)null,
                (batch, _, call) => Score(rows, batch, CallFor(rows, batch, call), options, columns),
                call => call?.Dispose());
        }
        catch (AggregateException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // What fails for one batch fails for others: the first says it for all.
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.Flatten().InnerExceptions[0]);
        }

        return new Table(signature.Outputs.Zip(columns, Column));
    }

    public void Score(FeatureRow row, Span<double> answers)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!ReferenceEquals(row.Signature, signature))
            throw new ArgumentException("The row was made for another signature.", nameof(row));
        if (answers.Length != signature.Outputs.Count)
            throw new ArgumentException($"The model gives {signature.Outputs.Count} answers.", nameof(answers));
        var call = _single.TryTake(out var used) ? used : new OnnxCall(session, binding, signature, rows: 1);
        call.Fill(row);
        call.Run(_plain, answers);
        _single.Add(call);
    }

    public void Dispose()
    {
        foreach (var call in _single)
            call.Dispose();
        _plain.Dispose();
        session.Dispose();
    }

    /// <summary>The same one again, unless the last batch is smaller.</summary>
    private OnnxCall CallFor(Table rows, int batch, OnnxCall? last)
    {
        var count = Math.Min(rows.RowCount - (batch * binding.RowsAtOnce), binding.RowsAtOnce);
        if (last?.Rows == count)
            return last;
        last?.Dispose();
        return new OnnxCall(session, binding, signature, count);
    }

    private OnnxCall Score(Table rows, int batch, OnnxCall call, RunOptions options, double[][] columns)
    {
        var first = batch * binding.RowsAtOnce;
        var answers = new double[call.Rows * columns.Length];
        call.Fill(rows, first);
        call.Run(options, answers);
        for (var row = 0; row < call.Rows; row++)
        {
            for (var column = 0; column < columns.Length; column++)
                columns[column][first + row] = answers[(row * columns.Length) + column];
        }

        return call;
    }

    private static NumberColumn Column(string name, double[] values) =>
        new(name, ImmutableCollectionsMarshal.AsImmutableArray(values));
}
