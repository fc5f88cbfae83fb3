namespace Nuke.Common.Tooling;

/// <summary>One line that a process wrote, without its line break.</summary>
public struct Output
{
    public OutputType Type;
    public string Text;
}
