using Pipeline.Core.Problems;
using Pipeline.Core.Progress;
using Pipeline.Data.Schemas;
using Pipeline.Manifest;
using Pipeline.Models.Documents;
using Pipeline.Testing;

namespace Pipeline.Data;

/// <summary>A manifest and its data in a folder of their own.</summary>
internal sealed class SomeDataset : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="data">The section, as it stands below <c>data:</c>.</param>
    /// <param name="csv">The file, as data.csv.</param>
    /// <param name="task">As manifests have it.</param>
    public SomeDataset(string data, string csv, string task = "binary-classification")
    {
        _folder.Write("data.csv", csv);
        Directory.CreateDirectory(_folder["parts"]);
        var indented = string.Join('\n', data.Split('\n').Select(x => "  " + x));
        Text = $"pipeline: 1\nname: some\ntask: {task}\nowner: us\ndescription: Something.\ndata:\n{indented}\n";
    }

    public static ManifestSchema<ModelFrame> Schema { get; } = ManifestSchema.Model(DataSection.Registration);

    public string Text { get; }

    public string Path => _folder["data.csv"];

    public DatasetRequest Request =>
        new() { Manifest = ManifestReader.Read(Text, "model.yml", Schema).OrThrow(), Folder = _folder.Path };

    public IReadOnlyList<Problem> ManifestProblems => ManifestReader.Read(Text, "model.yml", Schema).Problems;

    public static Task<Validated<DatasetDocument>> ValidateAsync(DatasetRequest request) =>
        DatasetValidator.ValidateAsync(request, new Progress<StepEvent>(), TestContext.Current.CancellationToken);

    public Task<Validated<DatasetDocument>> ValidateAsync() => ValidateAsync(Request);

    public void Dispose() => _folder.Dispose();
}
