using System.Collections.Immutable;
using System.Text;
using Pipeline.Core.Tables;
using Pipeline.Data.Sources;

namespace Pipeline.Data.Loading;

internal sealed class TextLoader(string name, ColumnView view) : ColumnLoader(view)
{
    private readonly ImmutableArray<string?>.Builder _texts = ImmutableArray.CreateBuilder<string?>();

    public override Column Build() => new TextColumn(name, _texts.DrainToImmutable());

    protected override void AppendMissing() => _texts.Add(null);

    protected override void Append(ReadOnlySpan<byte> value, RecordBatch batch, int row) =>
        _texts.Add(Encoding.UTF8.GetString(value));
}
