using Microsoft.ML;
using Microsoft.ML.Data;

namespace Pipeline.MLNet.Rows;

/// <summary>An input row and the model's answers to what it holds at the moment. For one thread.</summary>
internal sealed class MappedRow<T> : IDisposable
    where T : InputRow
{
    private readonly DataViewRow _mapped;
    private readonly ValueGetter<float> _score;
    private readonly ValueGetter<float> _probability;

    public MappedRow(T input, IRowToRowMapper mapper)
    {
        var (score, probability) = (mapper.OutputSchema["Score"], mapper.OutputSchema["Probability"]);
        Input = input;
        _mapped = mapper.GetRow(input, [score, probability]);
        _score = _mapped.GetGetter<float>(score);
        _probability = _mapped.GetGetter<float>(probability);
    }

    public T Input { get; }

    public (double Score, double Probability) Answer()
    {
        var (score, probability) = (0f, 0f);
        _score(ref score);
        _probability(ref probability);
        return (score, probability);
    }

    public void Dispose() => _mapped.Dispose();
}
