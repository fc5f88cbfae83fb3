namespace Scriban.Syntax;

public abstract class ScriptStatement : ScriptNode
{
    private protected ScriptStatement()
    {
    }
}
