namespace Nuke.Common.Execution;

/// <summary>A person's terminal, or anything else that is not a known build server.</summary>
public class Terminal : Host
{
    internal Terminal() { }
}
