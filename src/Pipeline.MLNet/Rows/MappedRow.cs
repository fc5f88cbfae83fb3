using System.Diagnostics;
using Microsoft.ML.Data;
using Microsoft.ML;
using Pipeline.Models.Features;
using Pipeline.Models.Tables;
using Pipeline.Models.Values;
using Pipeline.Models;

namespace Pipeline.MLNet.Rows;

/// <summary>An input row and the model's answers to what it holds at the moment. For one thread.</summary>
internal sealed class MappedRow<T> : IDisposable
    where T : InputRow
{
    private readonly DataViewRow _mapped;
    private readonly MappedAnswers _answers;

    public MappedRow(T input, IRowToRowMapper mapper, ModelTask task)
    {
        Input = input;
        _mapped = mapper.GetRow(input, MappedAnswers.Columns(task, mapper.OutputSchema));
        _answers = MappedAnswers.Of(task, _mapped);
    }

    public T Input { get; }

    /// <param name="answers">As long as the signature's outputs, and in their order.</param>
    public void Answer(Span<double> answers) => _answers.Read(answers);

    public void Dispose() => _mapped.Dispose();
}

/// <summary>Reads what a model of ML.NET answers to the row that it looks at. For one thread: buffers are reused.</summary>
internal abstract class MappedAnswers
{
    private MappedAnswers()
    {
    }

    /// <summary>The columns of ML.NET that a task's answers are read from.</summary>
    public static DataViewSchema.Column[] Columns(ModelTask task, DataViewSchema schema) =>
        task == ModelTask.BinaryClassification ? [schema["Score"], schema["Probability"]] : [schema["Score"]];

    public static MappedAnswers Of(ModelTask task, DataViewRow row) => task switch
    {
        ModelTask.BinaryClassification => new ScoreAndProbability(row),
        ModelTask.MulticlassClassification => new Probabilities(row),
        ModelTask.Regression => new Value(row),
        _ => throw new UnreachableException(),
    };

    /// <param name="answers">As long as the signature's outputs, and in their order.</param>
    public abstract void Read(Span<double> answers);

    private static ValueGetter<T> Getter<T>(DataViewRow row, string column) => row.GetGetter<T>(row.Schema[column]);

    private sealed class ScoreAndProbability(DataViewRow row) : MappedAnswers
    {
        private readonly ValueGetter<float> _score = Getter<float>(row, "Score");
        private readonly ValueGetter<float> _probability = Getter<float>(row, "Probability");

        public override void Read(Span<double> answers)
        {
            var (score, probability) = (0f, 0f);
            _score(ref score);
            _probability(ref probability);
            (answers[0], answers[1]) = (score, probability);
        }
    }

    private sealed class Value(DataViewRow row) : MappedAnswers
    {
        private readonly ValueGetter<float> _score = Getter<float>(row, "Score");

        public override void Read(Span<double> answers)
        {
            var score = 0f;
            _score(ref score);
            answers[0] = score;
        }
    }

    private sealed class Probabilities(DataViewRow row) : MappedAnswers
    {
        private readonly ValueGetter<VBuffer<float>> _scores = Getter<VBuffer<float>>(row, "Score");
        private VBuffer<float> _buffer;
        private float[] _values = [];

        public override void Read(Span<double> answers)
        {
            _scores(ref _buffer);
            if (_values.Length != answers.Length)
                _values = new float[answers.Length];
            _buffer.CopyTo(_values);
            if (Array.TrueForAll(_values, value => value < 0))
                FromLogarithms(_values);
            var sum = 0.0;
            foreach (var value in _values)
                sum += value;
            // ML.NET multiplies by the inverse of a sum of floats: what comes of it may be above 1 by a float's last digit.
            for (var i = 0; i < answers.Length; i++)
                answers[i] = sum > 0 ? _values[i] / sum : 1.0 / answers.Length;
        }

        /// <summary>Naive Bayes alone answers with logarithms, of numbers below 1 whose shares are its probabilities.</summary>
        private static void FromLogarithms(Span<float> values)
        {
            var largest = float.NegativeInfinity;
            foreach (var value in values)
                largest = Math.Max(largest, value);
            foreach (ref var value in values)
                value = MathF.Exp(value - largest);
        }
    }
}

/// <summary>The feature row that is being scored.</summary>
internal sealed class CurrentRow : InputRow
{
    private readonly RowLayout _layout;
    private readonly int[] _inputs;
    private readonly (long Position, Moment Moment)[] _moments;
    private FeatureRow? _row;
    private long _position = -1;

    public CurrentRow(RowLayout layout)
        : base(layout.Schema)
    {
        _layout = layout;
        var places = layout.Inputs.Index().ToDictionary(input => input.Item.Name, input => input.Index);
        _inputs = [.. layout.Columns.Select(column => places[column.Input.Name])];
        _moments = new (long, Moment)[layout.Inputs.Count];
        Array.Fill(_moments, (-1, Moment.None));
    }

    /// <summary>Counts the rows, because ML.NET may keep what it has computed for a position.</summary>
    public override long Position => _position;

    public void MoveTo(FeatureRow row)
    {
        _row = row;
        _position++;
    }

    protected override Delegate Getter(int column)
    {
        var input = _inputs[column];
        var isNumber = _layout.Inputs[input].Type == ColumnType.Number;
        return _layout.Columns[column].Value switch
        {
            RowValue.Number number => (ValueGetter<float>)((ref float value) => value = number.Of(_row!.Number(input))),
            RowValue.Gap when isNumber =>
                (ValueGetter<float>)((ref float value) => value = double.IsNaN(_row!.Number(input)) ? 1 : 0),
            RowValue.Gap => (ValueGetter<float>)((ref float value) => value = _row!.Text(input) is null ? 1 : 0),
            RowValue.Part part => (ValueGetter<float>)((ref float value) => value = part.In(MomentOf(input))),
            RowValue.Circle circle => (ValueGetter<float>)((ref float value) => value = circle.In(MomentOf(input))),
            RowValue.Text text => (ValueGetter<ReadOnlyMemory<char>>)(
                (ref ReadOnlyMemory<char> value) => value = text.Of(_row!.Text(input))),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Each timestamp of a row is read once, whatever is made of it.</summary>
    private Moment MomentOf(int input)
    {
        if (_moments[input].Position != _position)
            _moments[input] = (_position, MomentParts.Read(_row!.Text(input)));
        return _moments[input].Moment;
    }
}
