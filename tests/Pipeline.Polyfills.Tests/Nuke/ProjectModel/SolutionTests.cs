using Nuke.Common.IO;
using Nuke.Common.ProjectModel;
using Pipeline.Testing;

namespace Pipeline.Polyfills.Tests.Nuke.ProjectModel;

public sealed class SolutionTests : IDisposable
{
    private const string Classic =
        """

        Microsoft Visual Studio Solution File, Format Version 12.00
        # Visual Studio Version 17
        Project("{2150E333-8FDC-42A3-9474-1A3956D46DE8}") = "inner", "inner", "{02}"
        EndProject
        Project("{2150e333-8fdc-42a3-9474-1a3956d46de8}") = "src", "src", "{01}"
        	ProjectSection(SolutionItems) = preProject
        		README.md = README.md
        	EndProjectSection
        EndProject
        Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "My Lib", "src\inner dir\My Lib.csproj", "{0A}"
        EndProject
        Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "_build", "build\_build.csproj", "{0B}"
        EndProject
        Global
        	GlobalSection(SolutionConfigurationPlatforms) = preSolution
        		Debug|Any CPU = Debug|Any CPU
        	EndGlobalSection
        	GlobalSection(NestedProjects) = preSolution
        		{0a} = {02}
        		{02} = {01}
        	EndGlobalSection
        EndGlobal
        """;

    private const string Xml =
        """
        <Solution>
          <Folder Name="/src/inner/">
            <File Path="README.md" />
            <Project Path="src/inner dir/My Lib.csproj" />
          </Folder>
          <Project Path="build/_build.csproj" />
        </Solution>
        """;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("My App.sln", Classic)]
    [InlineData("My App.slnx", Xml)]
    public void Solution_HasItsProjectsAndFolders(string name, string content)
    {
        var solution = _scratch.File(name, content).ReadSolution();

        solution.Name.ShouldBe("My App");
        solution.AllProjects.Select(x => x.Name).ShouldBe(["My Lib", "_build"], ignoreOrder: true);
        solution.Projects.Select(x => x.Name).ShouldBe(["_build"]);
        solution.AllSolutionFolders.Select(x => x.Name).ShouldBe(["src", "inner"]);
        solution.GetSolutionFolder("src").GetSolutionFolder("inner").GetProject("my lib").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("x.sln", Classic)]
    [InlineData("x.slnx", Xml)]
    public void Project_KnowsWhereItIs(string name, string content)
    {
        var solution = _scratch.File(name, content).ReadSolution();

        var project = solution.GetAllProjects("*Lib").Single();

        project.Path.ShouldBe(_scratch.Root / "src/inner dir/My Lib.csproj");
        project.Directory.ShouldBe(_scratch.Root / "src/inner dir");
        project.Parent.ShouldBe(solution.GetSolutionFolder("src").GetSolutionFolder("inner"));
        ((string)project).ShouldBe(project.Path);
        ((AbsolutePath)solution).ShouldBe(_scratch.Root / name);
    }

    [Fact]
    public void GetProject_SeesProjectsAtTheRootOnly()
    {
        var solution = _scratch.File("x.sln", Classic).ReadSolution();

        solution.GetProject("_build").ShouldNotBeNull();
        solution.GetProject("My Lib").ShouldBeNull();
    }

    [Fact]
    public void Solution_WithWindowsLineBreaksAndAByteOrderMark_IsRead()
    {
        var file = _scratch.Root / "x.sln";
        File.WriteAllText(file, Classic.Replace("\n", "\r\n"), new System.Text.UTF8Encoding(true));

        file.ReadSolution().AllProjects.Count.ShouldBe(2);
    }

    [Fact]
    public void Solution_WithFoldersInACircle_IsRead()
    {
        var circle = "\t\t{01} = {02}\n";
        var content = Classic.Replace("\tEndGlobalSection\nEndGlobal", circle + "\tEndGlobalSection\nEndGlobal");

        var solution = _scratch.File("x.sln", content).ReadSolution();

        content.ShouldNotBe(Classic);
        solution.AllProjects.Count.ShouldBe(2);
        solution.AllSolutionFolders.Count.ShouldBe(2);
    }

    [Fact]
    public void File_ThatIsNoSolution_IsNamed()
    {
        Should.Throw<Exception>(() => _scratch.File("x.sln", "hello").ReadSolution()).Message.ShouldContain("x.sln");
        Should.Throw<Exception>(() => (_scratch.Root / "y.sln").ReadSolution()).Message.ShouldContain("y.sln");
    }

    [Fact]
    public void Solution_OfThisRepository_LeadsToProjectsThatAreThere()
    {
        var solution = (AbsolutePath.Create(Repository.Root) / "Pipeline.sln").ReadSolution();

        solution.AllProjects.ShouldNotBeEmpty();
        solution.AllProjects.ShouldAllBe(x => File.Exists(x.Path));
    }
}
