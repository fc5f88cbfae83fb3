using Pipeline.Data.Columns;
using System.IO.Compression;
using System.Text;
using Pipeline.Data.Schemas;
using Pipeline.Manifest;
using Pipeline.Testing;

namespace Pipeline.Data.Sources;

/// <summary>Data files beside a manifest that names them.</summary>
internal sealed class SomeFiles(string path = "data.csv", string more = "", string task = "regression") : IDisposable
{
    private static readonly ManifestSchema<ModelFrame> Schema = ManifestSchema.Model(DataSection.Registration);

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public DatasetRequest Request => new()
    {
        Manifest = ManifestReader.Read(
            $$"""
            pipeline: 1
            name: some
            task: {{task}}
            owner: us
            description: Some.
            data: {path: "{{path}}", label: y{{more}}}
            """,
            "model.yml",
            Schema).OrThrow(),
        Folder = _folder.Path,
    };

    public SomeFiles With(string name, string text) => With(name, Encoding.UTF8.GetBytes(text));

    public SomeFiles With(string name, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllBytes(_folder[name], bytes);
        return this;
    }

    public static byte[] Pack(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    /// <summary>The rows, as values with bars between them, and the problems after them.</summary>
    public IReadOnlyList<string> Read()
    {
        var opened = Request.Open();
        if (!opened.TryGet(out var source))
            return [.. opened.Problems.Select(x => x.ToString())];
        using (source)
        {
            var (batch, rows) = (new ColumnBatch(), new List<string> { string.Join('|', source.Header) });
            while (source.Next(batch))
                rows.AddRange(Enumerable.Range(0, batch.RowCount).Select(x => Row(batch, x)));
            return [.. rows, .. source.Problems.Select(x => x.ToString())];
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Row(ColumnBatch batch, int row) => string.Join('|', Enumerable.Range(0, batch.ColumnCount)
        .Select(x => batch.IsNull(row, x) ? "<null>" : Encoding.UTF8.GetString(batch.Text(row, x))));
}
