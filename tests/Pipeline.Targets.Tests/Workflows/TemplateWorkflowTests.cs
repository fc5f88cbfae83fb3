using Pipeline.Testing;

namespace Pipeline.Targets.Workflows;

/// <summary>The workflows that new repositories begin with are those that their build generates.</summary>
public sealed class TemplateWorkflowTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    [Fact]
    public void Workflows_OfTheTemplate_AreAsItsBuildGeneratesThem()
    {
        _root.Write(".nuke/parameters.json", "{}");
        var committed = Path.Combine(Repository.Root, "templates", "pipeline", ".github", "workflows");

        // Status fails here for want of a model; workflows are written before any target runs.
        Child.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "TemplateBuild.dll"), "Status"], _root.Path);

        var generated = Directory.GetFiles(Path.Combine(_root.Path, ".github", "workflows"));
        generated.Select(Path.GetFileName).Order().ShouldBe(Directory.GetFiles(committed).Select(Path.GetFileName).Order());
        foreach (var file in generated)
            File.ReadAllText(Path.Combine(committed, Path.GetFileName(file))).ShouldBe(File.ReadAllText(file));
    }

    public void Dispose() => _root.Dispose();
}
