namespace Scriban.Runtime;

public enum ScriptVarParamKind
{
    None = 0,
    Direct = 1,
    LastParameter = 2,
}
