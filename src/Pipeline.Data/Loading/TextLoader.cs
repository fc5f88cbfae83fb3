using System.Collections.Immutable;
using System.Text;
using Pipeline.Data.Sources;
using Pipeline.Models.Documents;
using Pipeline.Models.Tables;

namespace Pipeline.Data.Loading;

internal sealed class TextLoader(DatasetColumn column, ColumnView view, ProblemList problems)
    : ColumnLoader(column, view, problems)
{
    private readonly string _name = column.Name;
    private readonly ImmutableArray<string?>.Builder _texts = ImmutableArray.CreateBuilder<string?>();

    public override Column Build() => new TextColumn(_name, _texts.DrainToImmutable());

    protected override void AppendMissing() => _texts.Add(null);

    protected override void Append(ReadOnlySpan<byte> value, RecordBatch batch, int row) =>
        _texts.Add(Encoding.UTF8.GetString(value));
}
