using System.Text.Json;

namespace Pipeline.Serving;

public class DependenciesTests
{
    /// <summary>ONNX Runtime is a layer of its own, which images of other models do not have.</summary>
    [Fact]
    public void Server_AsItIsBuilt_CarriesNoNativeLibraryButThatOfAFlavor()
    {
        var file = Path.Combine(
            AppContext.BaseDirectory.Replace("Pipeline.Serving.Tests", "Pipeline.Serving", StringComparison.Ordinal),
            "Pipeline.Serving.deps.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));

        var native = json.RootElement.GetProperty("targets").EnumerateObject()
            .SelectMany(x => x.Value.EnumerateObject())
            .Where(x => x.Value.TryGetProperty("runtimeTargets", out var files)
                && files.EnumerateObject().Any(y => y.Value.GetProperty("assetType").GetString() == "native"))
            .Select(x => x.Name.Split('/')[0]);

        native.ShouldBe(
            ["Microsoft.ML.OnnxRuntime"],
            "training needs native libraries, and scoring with ML.NET none: exclude them in Pipeline.Serving.csproj");
    }
}
