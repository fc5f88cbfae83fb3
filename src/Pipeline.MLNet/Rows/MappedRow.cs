using Microsoft.ML;
using Microsoft.ML.Data;
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
