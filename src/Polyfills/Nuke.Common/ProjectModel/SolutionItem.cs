namespace Nuke.Common.ProjectModel;

/// <summary>A project or folder of a solution.</summary>
public class SolutionItem
{
    internal SolutionItem(string name, Solution solution, SolutionFolder folder)
    {
        Name = name;
        Solution = solution;
        Parent = folder ?? (IProjectContainer)solution;
    }

    public string Name { get; }
    public Solution Solution { get; }
    public IProjectContainer Parent { get; }

    public override string ToString() => Name;
}
