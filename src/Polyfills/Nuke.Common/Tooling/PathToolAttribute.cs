namespace Nuke.Common.Tooling;

/// <summary>The tool of these tasks is found through the PATH variable.</summary>
public class PathToolAttribute : ToolAttribute
{
    public string Executable { get; set; }
}
