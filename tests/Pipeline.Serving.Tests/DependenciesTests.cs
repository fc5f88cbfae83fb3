using System.Text.Json;

namespace Pipeline.Serving;

public class DependenciesTests
{
    [Fact]
    public void Server_AsItIsBuilt_CarriesNoNativeLibrary()
    {
        var file = Path.Combine(
            AppContext.BaseDirectory.Replace("Pipeline.Serving.Tests", "Pipeline.Serving", StringComparison.Ordinal),
            "Pipeline.Serving.deps.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(file));

        var native = json.RootElement.GetProperty("targets").EnumerateObject()
            .SelectMany(x => x.Value.EnumerateObject())
            .Where(x => x.Value.TryGetProperty("runtimeTargets", out var files)
                && files.EnumerateObject().Any(y => y.Value.GetProperty("assetType").GetString() == "native"))
            .Select(x => x.Name);

        native.ShouldBeEmpty("training needs native libraries, and scoring none: exclude them in Pipeline.Serving.csproj");
    }
}
