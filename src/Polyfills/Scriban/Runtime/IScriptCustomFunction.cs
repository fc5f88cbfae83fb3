using System.Threading.Tasks;
using Scriban.Syntax;

namespace Scriban.Runtime;

public interface IScriptCustomFunction : IScriptFunctionInfo
{
    object Invoke(TemplateContext context, ScriptNode callerContext, ScriptArray arguments, ScriptBlockStatement blockStatement);

    ValueTask<object> InvokeAsync(
        TemplateContext context, ScriptNode callerContext, ScriptArray arguments, ScriptBlockStatement blockStatement);
}
