using Pipeline.Testing;
using TemplateGenerator;

namespace Pipeline.Data.Samples;

public sealed class TemplateDataTests
{
    [Fact]
    public void Data_Generated_IsTheTemplates()
    {
        var models = Path.Combine(Repository.Root, "templates", "pipeline", "models");

        foreach (var (path, bytes) in TemplateData.Files())
        {
            bytes.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(models, path))).ShouldBeTrue(
                $"{path} differs; run the generator: dotnet run --project templates/generator -- templates/pipeline/models");
        }
    }
}
